"""The style sheet and the frame that every page and every fragment share."""

from __future__ import annotations

import base64
import hashlib

from ipt_rules.report.markup import Html, tag

_STYLE = """
.ipt{font:15px/1.5 system-ui,sans-serif;color:#1b1f24;background:#fff;max-width:60rem;
padding:1rem;overflow-wrap:break-word}
.ipt h2{font-size:1.25rem;margin:0 0 .25rem}.ipt h3{font-size:1rem;margin:1.25rem 0 .4rem}
.ipt .note{color:#57606a;font-size:.87rem;margin:.15rem 0}
.ipt .alert{border:2px solid #57606a;border-left-width:.6rem;padding:.5rem .75rem;margin:.5rem 0}
.ipt .stop{border-color:#a40e26}.ipt .refer{border-color:#9a3b00}.ipt .warn{border-color:#7a5d00}
.ipt .proposal{border:2px solid #0b4f8a;padding:.5rem .75rem;margin:.75rem 0}
.ipt table{border-collapse:collapse;width:100%}.ipt td,.ipt th{border-top:1px solid #d0d7de;
padding:.35rem .5rem;text-align:left;vertical-align:top}.ipt td:last-child{overflow-wrap:anywhere}
.ipt ul,.ipt ol{margin:.25rem 0;padding-left:1.4rem}.ipt summary{cursor:pointer;color:#0b4f8a}
.ipt code{font-size:.82rem}.ipt figure{margin:1rem 0;break-inside:avoid}
.ipt figure img{max-width:100%;height:auto}.ipt figcaption{color:#57606a;font-size:.87rem}
@media print{.ipt{max-width:none}
.ipt details::details-content{content-visibility:visible;block-size:auto}}
"""


def fragment(*children: str) -> Html:
    """Pieces as one fragment that carries its own style: no script, no link, no address."""
    return tag("div", tag("style", Html(_STYLE)), *children, class_="ipt")


def page(title: str, body: Html, script: Html | None = None) -> str:
    """A fragment as one file that loads nothing from anywhere; pictures stand in the file itself.

    Nothing runs in it but the `script` that is given: the policy names that by its digest.

    >>> page("Grief", fragment("Why?")).startswith("<!doctype html>")
    True
    """
    policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
    if script is not None:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        policy += f"; script-src 'sha256-{digest}'"
    return (
        "<!doctype html>\n"
        + tag(
            "html",
            tag(
                "head",
                Html('<meta charset="utf-8">'),
                Html('<meta name="viewport" content="width=device-width,initial-scale=1">'),
                Html(f'<meta http-equiv="Content-Security-Policy" content="{policy}">'),
                tag("title", title),
            ),
            tag("body", body, *([] if script is None else [tag("script", script)])),
            lang="en",
        )
        + "\n"
    )
