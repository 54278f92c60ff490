"""What a run looks like to a person: one self-contained HTML page, and a Markdown summary for a pull request."""

from eval.report.markdown import compare_markdown, run_markdown
from eval.report.page import run_page

__all__ = ["compare_markdown", "run_markdown", "run_page"]
