"""People come in by password or by a one-time link, and are known by their e-mail address."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.test import Client

from broadsheet.desk import doorway
from broadsheet.paperfile import PaperFile
from broadsheet.staff.models import Staff

PASSWORD = "a boat on the river"


def test_a_person_signs_in_with_address_and_password(paper: PaperFile) -> None:
    Staff.objects.create_user("maly@courier.example", PASSWORD, is_superuser=True)
    client = Client()
    page = client.get("/desk/login/").content.decode()
    assert "E-mail address" in page and paper.name in page
    response = client.post("/desk/login/", {"username": "Maly@Courier.Example", "password": PASSWORD})
    assert response.status_code == 302
    assert client.get("/desk/").status_code == 200


def test_a_link_signs_in_once(paper: PaperFile) -> None:
    person = Staff.objects.create_user("maly@courier.example", is_superuser=True)
    link = doorway.link(person)
    looking, client, late = Client(), Client(), Client()
    assert "maly@courier.example" in looking.get(link).content.decode()
    assert looking.get("/desk/").status_code == 302, "looking at a link uses nothing up"
    assert client.post(link)["Location"] == "/desk/"
    assert client.get("/desk/").status_code == 200
    response = late.post(link)
    assert response.status_code == 410 and "no longer works" in response.content.decode()
    assert late.get("/desk/").status_code == 302


def test_a_link_of_somebody_who_has_left_is_closed(paper: PaperFile) -> None:
    person = Staff.objects.create_user("maly@courier.example", is_superuser=True)
    link = doorway.link(person)
    Staff.objects.update(is_active=False)
    assert Client().get(link).status_code == 410
    assert Client().get("/door/nonsense.token/").status_code == 410


def test_colleagues_are_added_and_changed_at_the_desk(chief: Client) -> None:
    sub_editors = Group.objects.get(name="Sub-editors")
    form = {"email": "vanna@courier.example", "first_name": "Vanna", "last_name": "Sok", "groups": [sub_editors.pk]}
    response = chief.post("/desk/users/new/", form)
    assert response.status_code == 302, response.context["form"].errors
    person = Staff.objects.get(email="vanna@courier.example")
    assert list(person.groups.all()) == [sub_editors] and not person.has_usable_password()
    form |= {"first_name": "Vannak", "is_active": "on"}
    response = chief.post(f"/desk/users/edit/{person.pk}/", form)
    assert response.status_code == 302, response.context["form"].errors
    person.refresh_from_db()
    assert person.first_name == "Vannak"
    assert "vanna@courier.example" in chief.get("/desk/users/").content.decode()


def test_two_people_cannot_have_one_address(chief: Client) -> None:
    form = {"email": "Chief@courier.example", "first_name": "A", "last_name": "B"}
    assert chief.post("/desk/users/new/", form).status_code == 200
    assert Staff.objects.filter(email__iexact="chief@courier.example").count() == 1


def test_an_administrator_gives_a_colleague_a_link(chief: Client, editor: Client) -> None:
    person = Staff.objects.get(email="maly@courier.example")
    address = f"/desk/sign-in-link/{person.pk}/"
    assert address in chief.get("/desk/users/").content.decode()
    assert "/door/" not in chief.get(address).content.decode()
    text = chief.post(address).content.decode()
    path = text[text.index("/door/") :].partition("<")[0]
    client = Client()
    client.post(path)
    assert client.get("/desk/").wsgi_request.user.email == "maly@courier.example"


def test_nobody_else_gives_links(chief: Client, editor: Client) -> None:
    head = Staff.objects.get(email="chief@courier.example")
    response = editor.post(f"/desk/sign-in-link/{head.pk}/", follow=True)
    assert "/door/" not in response.content.decode()
