"""Claims that are much alike are the same only where nobody and nothing in them differs. Pairs are our own."""

from __future__ import annotations

import pytest

from claims.embedding import embed
from claims.matching import Relation, Subject, rank
from claims.matching.differences import difference

DIFFERENT = [
    # Who
    ("Teachers broke 9 chairs.", "The bakery broke 9 chairs."),
    ("Fishermen planted 300 trees in the park.", "Soldiers planted 300 trees in the park."),
    ("The opera lost 40 members last season.", "The rowing club lost 40 members last season."),
    ("Bakers earn less than the average wage.", "Pilots earn less than the average wage."),
    ("The museum sold 12 paintings.", "The church sold 12 paintings."),
    ("The brewery employs 80 workers.", "The sawmill employs 80 workers."),
    ("Dogs bit 14 postmen in Rostock.", "Cats bit 14 postmen in Rostock."),
    # What
    ("The town planted 300 oaks.", "The town planted 300 roses."),
    ("The school bought 20 desks.", "The school bought 20 trumpets."),
    ("The number of bakeries halved in ten years.", "The number of cinemas halved in ten years."),
    ("Wolves killed 25 sheep in the valley.", "Wolves killed 25 hens in the valley."),
    ("The museum lends 200 violins to students.", "The museum lends 200 bicycles to students."),
    # Qualifiers
    ("The eastern tunnel will cost 4 million euros.", "The western tunnel will cost 4 million euros."),
    ("The southern quay was flooded for a week.", "The northern quay was flooded for a week."),
    ("The first phase of the bridge was late.", "The second phase of the bridge was late."),
    ("The old town hall needs a roof.", "The new town hall needs a roof."),
    ("Public hospitals treated 500 patients.", "Private hospitals treated 500 patients."),
    ("Women over 60 fall more often.", "Men over 60 fall more often."),
    ("Rural schools lack 90 teachers.", "Urban schools lack 90 teachers."),
    ("The wooden bridge was closed in spring.", "The stone bridge was closed in spring."),
    ("The morning train was late on nine days.", "The evening train was late on nine days."),
    ("Unpaid internships are common.", "Paid internships are common."),
    ("The swimming club has 70 members.", "The chess club has 70 members."),
    ("The red line carries 4,000 people a day.", "The blue line carries 4,000 people a day."),
    # Names, places, organisations
    ("Lindqvist opened the harbour in spring.", "Falkenberg opened the harbour in spring."),
    ("Rents in Lisbon rose by a tenth.", "Rents in Oslo rose by a tenth."),
    ("The ferry to Bornholm was cancelled.", "The ferry to Gotland was cancelled."),
    ("Siemens closed its plant in May.", "Bosch closed its plant in May."),
    ("Norway exports more salmon than any other country.", "Chile exports more salmon than any other country."),
    # Times and figures
    ("The harbour was dredged in 2019.", "The harbour was dredged in 2021."),
    ("Attendance peaked in March.", "Attendance peaked in October."),
    ("The market is open on Mondays and Tuesday.", "The market is open on Mondays and Friday."),
    ("The port has 4 cranes and 60 berths.", "The port has 7 cranes and 60 berths."),
    ("Turnout in Ward 7 was 41%.", "Turnout in Ward 9 was 41%."),
    ("Highway 61 will be closed for a month.", "Highway 49 will be closed for a month."),
    # Who to whom
    ("Germany exports more cheese than France.", "France exports more cheese than Germany."),
    ("The army is larger than the navy.", "The navy is larger than the army."),
    ("Brann beat Molde in the final.", "Molde beat Brann in the final."),
    # Direction, negation
    ("The council hired 30 gardeners.", "The council dismissed 30 gardeners."),
    ("More children walk to school than before.", "Fewer children walk to school than before."),
    ("The mayor has not paid the fine.", "The mayor has paid the fine."),
]
SAME = [
    ("The port handled 90 ships in May.", "In May the port handled 90 ships."),
    ("The port handled 90 ships in May.", "90 ships were handled by the port in May."),
    ("The factory employs 80 workers.", "The factory employs 80 employees."),
    ("The clinic hired 12 doctors.", "The clinic hired 12 physicians."),
    ("Thieves stole 14 cars in Rostock.", "Thieves stole 14 vehicles in Rostock."),
    ("The town bought 20 buses.", "The town purchased 20 buses."),
    ("The number of students doubled in ten years.", "In ten years the number of students has doubled."),
    ("The film won three prizes.", "The movie won three prizes."),
    ("Kids watch four hours of television a day.", "Children watch four hours of television a day."),
    ("The lawyer was fined 500 euros.", "The attorney was fined 500 euros."),
    ("The council closed nine libraries.", "Nine libraries were closed by the council."),
    ("Rents in Lisbon rose by a tenth.", "Lisbon rents rose by a tenth."),
    ("Germany exports more cars than Italy.", "German car exports are larger than Italy's."),
    ("The WHO counted 400 cases.", "The World Health Organization counted 400 cases."),
    ("Mayor Anna Lindqvist opened the harbour.", "Lindqvist opened the harbour."),
    ("The road was closed for a week.", "The street was closed for a week."),
    ("The new bridge cost 4 million euros.", "The bridge cost 4 million euros."),
    ("The fire destroyed 12 houses.", "The blaze destroyed 12 homes."),
    ("The ship carried 300 passengers.", "The vessel carried 300 passengers."),
    ("Salaries of nurses fell by 3 percent.", "Wages of nurses fell by 3 percent."),
    ("The company cut 200 jobs.", "The firm cut 200 jobs."),
    ("The police arrested nine people.", "Nine people were arrested by the police."),
    ("The flood killed 40 people, officials said.", "According to the ministry the flood killed 40 people."),
    ("The museum, which opened in 1970, has 200 violins.", "The museum has 200 violins."),
    ("The town planted 300 oaks.", "The town planted 300 oaks last autumn."),
    ("Half of all pupils walk to school.", "Half of all students walk to school."),
    ("The UK left the union in 2020.", "Britain left the union in 2020."),
    ("The river rose by two metres.", "The river has risen two metres."),
    ("The harbour has been closed since May.", "Since May the harbour has been closed."),
    ("Brann beat Molde in the final.", "In the final Brann beat Molde."),
    ("The dog bit the postman.", "The postman was bitten by the dog."),
    ("Ward 7 has a school.", "There is a school in Ward 7."),
    ("There are 70 members in the chess club.", "The chess club has 70 members."),
    ("Bakers earn less than the average wage.", "The average wage is higher than what bakers earn."),
    ("The ferry was late on nine days in June.", "In June the ferry was late on 9 days."),
    ("It is the largest brewery in Norway.", "Norway's largest brewery."),
    ("Unemployment fell to 4 percent in Oslo.", "In Oslo unemployment is down to 4 percent."),
]


def relation(one: str, other: str) -> Relation:
    """As if their likeness were beyond doubt: what the vectors of two texts have in common is not asked here."""
    vectors = embed([one, other])
    subjects = [
        Subject(str(n), text, "", vector) for n, (text, vector) in enumerate(zip((one, other), vectors, strict=True))
    ]
    [found] = rank(subjects[0], subjects[1:])
    return found.relation


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_what_differs_is_never_the_same_whoever_was_first(one: str, other: str) -> None:
    assert Relation.SAME not in (relation(one, other), relation(other, one))


@pytest.mark.parametrize(("one", "other"), SAME)
def test_what_is_said_in_other_words_differs_in_nothing(one: str, other: str) -> None:
    assert (difference(one, other), difference(other, one)) == ("", "")


def test_one_that_says_more_is_no_other() -> None:
    assert difference("The ferry sank.", "The southern ferry sank in May 2024 off Bornholm.") == ""


@pytest.mark.parametrize("text", ["x" * 1_000_000, "the old ferry " * 70_000, "Falk " * 200_000])
def test_any_million_characters_are_read_in_no_time(text: str) -> None:
    assert difference(text, text + " and a new one") == ""
