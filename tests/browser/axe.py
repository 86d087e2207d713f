"""axe-core, run inside a page as an auditor would from the browser's tools."""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = "levels => axe.run({runOnly: {type: 'tag', values: levels}, resultTypes: ['violations']})"


def violations(page: Page) -> list[str]:
    """Return what breaks WCAG 2.2 AA in `page`: one line for each element, empty when all is well."""
    page.evaluate(AXE_SCRIPT)
    results = page.evaluate(RUN, LEVELS)
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in results["violations"]
        for node in rule["nodes"]
    ]
