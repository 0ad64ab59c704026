"""Short articles written for these tests, each with words that somebody says and who that is.

What is asked is who somebody is: a pronoun, a surname, a role, a nickname or an acronym to one speaker of the article.
None means that the article itself speaks.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """``kind``: how the speaker is named; ``words``: a piece of what is said; ``speaker``: who says it."""

    kind: str
    text: str
    words: str
    speaker: str | None


def _cases(text: str, *asked: tuple[str, str, str | None]) -> list[Case]:
    return [Case(kind, text, words, speaker) for kind, words, speaker in asked]


CASES: list[Case] = [
    *_cases(
        "Harbour minister Anna Lindqvist visited the docks of Gothenburg on Monday.\n"
        "Lindqvist said the port had lost four cranes in the storm.\n"
        "“Two of them cannot be repaired,” she said.\n"
        "The minister added that the quay would stay closed until May.",
        ("surname", "four cranes", "Anna Lindqvist"),
        ("pronoun", "cannot be repaired", "Anna Lindqvist"),
        ("role", "would stay closed", "Anna Lindqvist"),
    ),
    *_cases(
        "Tomas Berg, a professor of hydrology at Uppsala, has measured the river for 30 years.\n"
        "He says it carries more sand than in 1990.\n"
        "“The dams hold back less of it every year,” the professor said.",
        ("pronoun", "more sand", "Tomas Berg"),
        ("role", "hold back less", "Tomas Berg"),
    ),
    *_cases(
        "The Government Accountability Office (GAO) looked at 212 bridges in its report.\n"
        "The GAO said that one in nine was unsafe.\n"
        "“We found rust in 40 of them,” spokeswoman Dana Reyes said.\n"
        "The spokeswoman said the inspections had cost $3 million.",
        ("acronym", "one in nine", "Government Accountability Office"),
        ("name", "rust in 40", "Dana Reyes"),
        ("role", "had cost", "Dana Reyes"),
    ),
    *_cases(
        "Norway says its ferries burned 12 percent less fuel in 2024.\n"
        "The Finnish Transport Ministry said Monday it had ordered three icebreakers.\n"
        "The ministry said the first of them would sail in 2027.",
        ("country", "burned 12 percent", "Norway"),
        ("body", "ordered three icebreakers", "Finnish Transport Ministry"),
        ("body", "would sail in 2027", "Finnish Transport Ministry"),
    ),
    *_cases(
        "Mr. Jonas Ek and Mrs. Karin Holm debated the budget on Tuesday.\n"
        "He said that the city had spent 40 million kronor on trams.\n"
        "She said the trams had carried 9 million people.",
        ("pronoun", "40 million kronor", "Jonas Ek"),
        ("pronoun", "9 million people", "Karin Holm"),
    ),
    *_cases(
        "Senator Robert Vance opened the mine in 2019.\n"
        "“The mine has paid 30 million dollars in taxes,” Bob Vance said on Friday.\n"
        "Vance said 400 people worked in it.",
        ("nickname", "30 million dollars", "Robert Vance"),
        ("surname", "400 people", "Robert Vance"),
    ),
    *_cases(
        "Bernadette Cole runs the clinic in Harlow.\n"
        "Cole said the clinic had treated 1,200 children in 2024.\n"
        "“Half of them had never seen a dentist,” she said.\n"
        "Dr. Cole said that the money would last until June.",
        ("surname", "1,200 children", "Bernadette Cole"),
        ("pronoun", "never seen a dentist", "Bernadette Cole"),
        ("title", "last until June", "Bernadette Cole"),
    ),
    *_cases(
        "The mayor of Ghent, Lieve Maes, met fishermen on Thursday.\n"
        "“The harbour has lost 60 boats since 2010,” the mayor told them.\n"
        "Fisherman Piet Claes said the mayor had promised help twice.\n"
        "He said that fuel now cost 90 cents a litre.",
        ("role", "lost 60 boats", "Lieve Maes"),
        ("name", "promised help twice", "Piet Claes"),
        ("pronoun", "90 cents", "Piet Claes"),
    ),
    *_cases(
        "Pyongyang said on Monday that the launch had been a success.\n"
        "Tokyo said the rocket had flown 900 kilometers.\n"
        "Japan’s Defense Ministry said it had fallen into the sea.",
        ("metonym", "had been a success", "Pyongyang"),
        ("metonym", "900 kilometers", "Tokyo"),
        ("body", "fallen into the sea", "Japan’s Defense Ministry"),
    ),
    *_cases(
        "Chief executive Maria Santos told investors on Wednesday that sales had grown by 8 percent.\n"
        "“We opened 30 shops in Brazil,” Santos said.\n"
        "Analyst Peter Hall doubted the figures. Sales fell in the second half of 2024, he said.",
        ("name", "grown by 8 percent", "Maria Santos"),
        ("surname", "30 shops", "Maria Santos"),
        ("pronoun", "second half of 2024", "Peter Hall"),
    ),
    *_cases(
        "Police spokesman Aaron Webb said three cars had been burned.\n"
        "A witness said the fire had begun at midnight.\n"
        "The spokesman said nobody had been hurt.",
        ("name", "three cars", "Aaron Webb"),
        ("role", "nobody had been hurt", "Aaron Webb"),
    ),
    *_cases(
        "Statistics Norway published new figures on Friday.\n"
        "Rents rose by 9 percent in Oslo, according to Statistics Norway.\n"
        "The rise was the largest since 1987, it said.",
        ("according", "Rents rose", "Statistics Norway"),
        ("pronoun", "largest since 1987", "Statistics Norway"),
    ),
    *_cases(
        "Ruth Okafor and her brother Daniel Okafor sold the bakery in 2022.\n"
        "Ruth Okafor said the rent had doubled in three years.\n"
        "Daniel Okafor said the bakery had 14 ovens.\n"
        "“We sold 2,000 loaves a day,” he said.",
        ("name", "rent had doubled", "Ruth Okafor"),
        ("name", "14 ovens", "Daniel Okafor"),
        ("pronoun", "2,000 loaves", "Daniel Okafor"),
    ),
    *_cases(
        "President Emil Novak flew to Vienna on Sunday.\n"
        "“The pipeline will carry 5 billion cubic meters a year,” President Novak said.\n"
        "The president said the work would begin in March.\n"
        "Novak’s adviser, Petra Svoboda, said the pipe was 300 kilometers long.\n"
        "She said that it would cost 2 billion euros.",
        ("title", "5 billion cubic", "Emil Novak"),
        ("role", "would begin in March", "Emil Novak"),
        ("name", "300 kilometers", "Petra Svoboda"),
        ("pronoun", "2 billion euros", "Petra Svoboda"),
    ),
    *_cases(
        "The World Food Programme (WFP) has fed 300,000 people in the valley since May.\n"
        "WFP said the road had been cut four times.\n"
        "Country director Hana Osman said 20 trucks were missing.\n"
        "“Nobody has seen the drivers,” Osman said. “They left on 3 May.”",
        ("acronym", "cut four times", "World Food Programme"),
        ("name", "20 trucks", "Hana Osman"),
        ("surname", "seen the drivers", "Hana Osman"),
        ("continued", "They left", "Hana Osman"),
    ),
    *_cases(
        "Experts say the dam holds 4 million tons of water.\n"
        "They say it was built without permission in 1971.\n"
        "The company has not answered.",
        ("plural", "4 million tons", "Experts"),
        ("pronoun", "without permission", "Experts"),
        ("narrator", "has not answered", None),
    ),
    *_cases(
        "Kenneth “Ken” Adeyemi coached the team for nine years.\n"
        "“We won 31 games in 2023,” Ken Adeyemi said.\n"
        "Club chairwoman Louise Petit said that he had asked for a new contract twice.\n"
        "The chairwoman said the club had debts of 4 million euros.",
        ("nickname", "31 games", "Kenneth Adeyemi"),
        ("name", "asked for a new contract", "Louise Petit"),
        ("role", "debts of 4 million", "Louise Petit"),
    ),
    *_cases(
        "Denmark’s prime minister, Freja Lund, opened the tunnel on Saturday.\n"
        "“It has taken eleven years,” she said.\n"
        "Lund said 2,300 people had worked on it.\n"
        "German Transport Minister Udo Kern said his country had paid a third of it.",
        ("pronoun", "eleven years", "Freja Lund"),
        ("surname", "2,300 people", "Freja Lund"),
        ("name", "a third of it", "Udo Kern"),
    ),
]

# Written after the rules were done. At first reading 17 of 21 were right; what was wrong with roles, and with surnames
# in the paragraph, was then mended.
SECOND: list[Case] = [
    *_cases(
        "Fire chief Marcus Dunn walked through the burned warehouse on Tuesday.\n"
        "“The sprinklers had been switched off for 11 days,” he told residents.\n"
        "City engineer Paula Reyes said the building had failed two inspections.\n"
        "Reyes said the owner had been fined $4,000.\n"
        "Dunn disagreed. The fine was never paid, he said.",
        ("pronoun", "sprinklers", "Marcus Dunn"),
        ("name", "failed two inspections", "Paula Reyes"),
        ("surname", "fined $4,000", "Paula Reyes"),
        ("pronoun", "never paid", "Marcus Dunn"),
    ),
    *_cases(
        "The European Court of Auditors (ECA) published its report on farms in October.\n"
        "According to the ECA, 38 percent of the money went to ten companies.\n"
        "“Nobody checked the fields,” said Ilse Brandt, who led the audit.\n"
        "Brandt added that 600 farms had been visited.",
        ("acronym", "38 percent", "European Court of Auditors"),
        ("name", "checked the fields", "Ilse Brandt"),
        ("surname", "600 farms", "Ilse Brandt"),
    ),
    *_cases(
        "Teachers’ union leader Sam Whitlock called a strike for Monday.\n"
        "Whitlock said that 9,000 teachers had left since 2020.\n"
        "The union said pay had fallen by 12 percent.\n"
        "Education Minister Joan Fairley said she had offered 6 percent.\n"
        "“We offered it twice,” the minister said.",
        ("surname", "9,000 teachers", "Sam Whitlock"),
        ("body", "fallen by 12 percent", "union"),
        ("name", "offered 6 percent", "Joan Fairley"),
        ("role", "offered it twice", "Joan Fairley"),
    ),
    *_cases(
        "Chile’s central bank raised its rate to 5 percent.\n"
        "The bank said inflation had reached 7.3 percent in August.\n"
        "Economist Rodrigo Paz, of the University of Chile, expects more.\n"
        "Prices of bread have doubled, Paz says.\n"
        "He says wages have grown by 3 percent.",
        ("body", "7.3 percent", "Chile’s central bank"),
        ("surname", "doubled", "Rodrigo Paz"),
        ("pronoun", "grown by 3 percent", "Rodrigo Paz"),
    ),
    *_cases(
        "Elizabeth Moore, the owner of the hotel, sued the city in March.\n"
        "“The city promised 200 beds and built 40,” Liz Moore said.\n"
        "Her lawyer, Owen Price, said the contract had been signed in 2018.\n"
        "The lawyer said a judge would hear the case in July.",
        ("nickname", "200 beds", "Elizabeth Moore"),
        ("name", "signed in 2018", "Owen Price"),
        ("role", "hear the case", "Owen Price"),
    ),
    *_cases(
        "Prime Minister Tuan Nguyen and President Clara Weiss signed the treaty in Hanoi.\n"
        "Nguyen said trade had reached 14 billion euros.\n"
        "Weiss said it had been 9 billion in 2015.\n"
        "“Our ports are full,” the prime minister said.\n"
        "The president said 40 firms had come with her.",
        ("surname", "14 billion", "Tuan Nguyen"),
        ("surname", "9 billion in 2015", "Clara Weiss"),
        ("role", "ports are full", "Tuan Nguyen"),
        ("role", "40 firms", "Clara Weiss"),
    ),
]
