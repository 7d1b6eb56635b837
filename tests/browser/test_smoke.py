from urllib.parse import urlsplit


def test_first_page_opens_in_dutch_without_cookies_or_other_hosts(page, server):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    response = page.goto("/")
    assert response.status == 200
    assert page.locator("html").get_attribute("lang") == "nl"
    assert page.locator("h1").is_visible()
    assert page.context.cookies() == []
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(server).netloc}
