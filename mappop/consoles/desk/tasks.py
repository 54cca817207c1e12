"""The open tasks, oldest first, and what this person has done."""

from __future__ import annotations

from flask import render_template

from mappop.consoles.current import me, reader
from mappop.consoles.desk import desk
from mappop.db.queries import work as queries
from mappop.domain.task import TaskState


@desk.page("/", menu="Tasks", position=1)
def tasks() -> str:
    rows = {
        "open": queries.tasks_in(reader(), TaskState.OPEN),
        "done": queries.tasks_in(reader(), TaskState.DONE, done_by=me().id),
    }
    shown = {
        key: [{"task": t, "name": name, "place": place} for t, name, place in found] for key, found in rows.items()
    }
    return render_template("desk/tasks.html", **shown)
