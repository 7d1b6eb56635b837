"""Static files in development, where each request looks them up again."""

from django.http import HttpResponse

from stadslab.static_files import StaticFiles


async def not_there(request):
    return HttpResponse("the page", status=404)


async def test_missing_file_is_a_missing_page(rf, settings):
    settings.DEBUG = True
    files = StaticFiles(not_there)
    for address in ("/static/nope.css", "/static/", "/static/stadslab", "/static/../manage.py", "/static/\0"):
        response = await files(rf.get(address))
        assert (response.status_code, response.content) == (404, b"the page"), address
    assert (await files(rf.get("/static/stadslab/css/stadslab.css"))).status_code == 200
