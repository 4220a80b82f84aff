app_name = "letting_go"
urlpatterns: list[object] = []
