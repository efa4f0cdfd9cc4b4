"""What-if in a real browser: by keyboard alone, into the address, the same at its receiver's, and back."""

from tests.browser.conftest import settle


def _result(page) -> str:
    return page.locator("table.whatif").inner_text()


def test_weights_are_tried_sent_and_taken_back(server, open_page):
    page = open_page(f"{server}/ranking?month=2026-10", 1366, 768)
    ranking = page.locator("table.ranking").inner_text()
    card = page.locator(".st-key-card_whatif")
    card.locator("summary").focus()
    page.keyboard.press("Enter")
    slider = card.get_by_role("slider").first
    slider.focus()
    own = float(slider.input_value())
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    # Each press is a run of its own; the address has the last one when that has ended.
    page.wait_for_url(f"**w={own + 5:g}-*")
    settle(page)
    assert card.get_by_text("试算，不作为晾晒依据").first.is_visible()
    tried = _result(page)
    assert page.locator("table.ranking").inner_text() == ranking

    receiver = open_page(page.url, 1366, 768)
    assert _result(receiver) == tried

    card.get_by_role("button", name="恢复现行权重").click()
    page.wait_for_function("!location.search.includes('w=')")
    settle(page)
    assert float(slider.input_value()) == own
    assert "权重和分界未改，与现行排名一致" in card.inner_text()
