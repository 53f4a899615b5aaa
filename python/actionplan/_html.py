"""Writes blocks as HTML with the templates beside this file.

Everything is escaped by Jinja2's autoescape; `finalize` takes out control
characters before that. Colours are the only text of a file that is put in a
style, and only if they read "#rrggbb" (see `Mark.fill`).
"""

import functools
import pathlib

import jinja2

from ._blocks import Block, Document
from ._text import printable


def _finalize(value: object) -> object:
    # Markup is a str of our own templates; text of files is a plain str.
    if type(value) is str:
        return printable(value)
    return value


@functools.cache
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(pathlib.Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def document(page: Document) -> str:
    """The page as one self-contained file: no script, nothing from elsewhere."""
    template = _templates().get_template("document.html.j2")
    return template.render(page=page) + "\n"


def fragment(*blocks: Block) -> str:
    """Blocks to be put in another page, such as a notebook."""
    template = _templates().get_template("fragment.html.j2")
    return template.render(blocks=blocks) + "\n"
