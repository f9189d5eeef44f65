"""An executed notebook opened by somebody who did not run it, in JupyterLab itself."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import nbformat
import pytest
from playwright.sync_api import Browser

pytestmark = [pytest.mark.once, pytest.mark.filterwarnings("ignore")]

TUTORIALS = Path(__file__).resolve().parents[1] / "docs" / "tutorials"
NOTEBOOK = "first-supervision-hour.ipynb"
SHOTS = TUTORIALS.parents[1] / "build" / "screenshots"


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a JupyterLab that has never seen the notebook, and so does not trust it."""
    home = tmp_path_factory.mktemp("lab")
    (home / "notebooks").mkdir()
    shutil.copy(TUTORIALS / NOTEBOOK, home / "notebooks")
    settings = home / "settings" / "@jupyterlab" / "notebook-extension"
    settings.mkdir(parents=True)
    whole = {"windowingMode": "none"}  # or else only the cells in sight are there
    (settings / "tracker.jupyterlab-settings").write_text(json.dumps(whole))
    own = {
        f"JUPYTER_{part}_DIR": str(home / part.lower()) for part in ("DATA", "CONFIG", "RUNTIME")
    }
    served = subprocess.Popen(
        [
            sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--port=0",
            "--IdentityProvider.token=", f"--ServerApp.root_dir={home / 'notebooks'}",
        ],
        env={**os.environ, **own, "JUPYTERLAB_SETTINGS_DIR": str(home / "settings")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield _address(home / "runtime")
    finally:
        served.terminate()
        served.wait(30)


def _address(folder: Path) -> str:
    """The address that the server writes down once it listens."""
    for _ in range(300):
        for file in folder.glob("jpserver-*.json"):
            url = str(json.loads(file.read_text())["url"])
            with urlopen(f"{url}api") as answer:
                assert answer.status == 200
            return url
        time.sleep(0.2)
    raise AssertionError("JupyterLab did not start within a minute")


def test_an_untrusted_notebook_is_legible(lab: str, browser: Browser) -> None:
    """Text, tables, every picture with its words; nothing is asked of any other machine."""
    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{lab}lab/tree/{NOTEBOOK}")
    page.wait_for_selector(".jp-Notebook .jp-OutputArea-output img", timeout=90_000)
    stored = nbformat.read(TUTORIALS / NOTEBOOK, as_version=4)
    wanted = json.dumps(stored).count('src=\\"data:image/svg+xml')
    page.wait_for_function(
        "n => [...document.querySelectorAll('.jp-Notebook img')]"
        ".filter(i => i.naturalWidth > 100 && i.alt.length > 20).length === n",
        arg=wanted,
        timeout=30_000,
    )
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / "jupyterlab-untrusted.png")
    assert wanted >= 4
    assert page.locator(".jp-Notebook").get_by_text("What to raise first").count() >= 1
    assert page.locator(".jp-Notebook details").count() > 5
    assert page.locator(".jp-Notebook script").count() == 0
    foreign = [url for url in asked if not url.startswith((lab, "data:", "blob:", "about:"))]
    assert foreign == []
    page.close()
