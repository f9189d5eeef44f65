"""The script with which a page sorts its tables, and the policy that lets only it run.

It runs from a file, asks for nothing and changes nothing but the order of rows. Without it every
table is there, in the right order already.
"""

from __future__ import annotations

SCRIPT = """
"use strict";
for (const table of document.querySelectorAll("table.sortable")) {
  const given = Array.from(table.tBodies);
  const heads = Array.from(table.tHead.rows[0].cells);
  const words = new Intl.Collator("en", {numeric: true});
  const value = (body, place) => {
    const cell = body.rows[0].cells[place];
    return cell.dataset.sort === undefined ? cell.textContent.trim() : cell.dataset.sort;
  };
  const compare = (one, other, numbers) =>
    numbers ? Number(one) - Number(other) : words.compare(one, other);
  heads.forEach((head, place) => {
    const numbers = head.dataset.sort === "number";
    const turns = numbers ? ["descending", "ascending"] : ["ascending", "descending"];
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const turn = turns[turns.indexOf(head.getAttribute("aria-sort")) + 1];
      heads.forEach((each) => each.removeAttribute("aria-sort"));
      let bodies = given;
      if (turn) {
        head.setAttribute("aria-sort", turn);
        const sign = turn === "ascending" ? 1 : -1;
        bodies = Array.from(table.tBodies).sort((a, b) => {
          const one = value(a, place), other = value(b, place);
          if (one === "" || other === "") return (one === "") - (other === "");
          return sign * compare(one, other, numbers);
        });
      }
      table.append(...bodies);
    });
  });
}
for (const hint of document.querySelectorAll(".hint[hidden]")) hint.hidden = false;
"""
"""A first click on a heading sorts, a second turns the order round, a third brings it back.

Numbers begin with the largest; what is missing comes last; rows that are alike stay as they were.
"""
