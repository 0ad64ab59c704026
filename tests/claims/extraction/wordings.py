"""Sentences written for these tests, with what went before them and how they are to read alone.

Published on Wednesday, 18 June 2025. A wrong word put in is worse than one left: what the machine cannot know is
expected to stay as it is, and to be marked (``unsure``).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Wording:
    """``before``: the paragraphs before; ``quote``: the sentence; ``alone``: the claims in it, as they read alone."""

    before: str
    quote: str
    alone: tuple[str, ...]
    unsure: tuple[str, ...] = ()


def _w(before: str, quote: str, *alone: str, unsure: tuple[str, ...] = ()) -> Wording:
    return Wording(before, quote, alone, unsure)


MINISTER = "Harbour minister Anna Lindqvist visited the docks on Monday."
PROFESSOR = "Tomas Berg, a professor of hydrology, has measured the river for 30 years."

WORDINGS: list[Wording] = [
    # Names and roles
    _w(MINISTER, "Lindqvist bought four cranes in 2019.", "Anna Lindqvist bought four cranes in 2019."),
    _w(MINISTER, "She bought four cranes in 2019.", "Anna Lindqvist bought four cranes in 2019."),
    _w(MINISTER, "Her ministry bought four cranes in 2019.", "Anna Lindqvist’s ministry bought four cranes in 2019."),
    _w(
        MINISTER,
        "The minister bought four cranes in 2019.",
        "Harbour minister Anna Lindqvist bought four cranes in 2019.",
    ),
    _w(PROFESSOR, "He published 40 papers in 2024.", "Tomas Berg published 40 papers in 2024."),
    _w(
        "Tomas Berg met Jonas Ek in Oslo.",
        "The police arrested him in 2019.",
        "The police arrested him in 2019.",
        unsure=("him",),
    ),
    _w(
        "Bill Vance and Ruth Vance own the mine.",
        "Vance paid $3 million for it in 2019.",
        "Vance paid $3 million for it in 2019.",
        unsure=("Vance", "it"),
    ),
    _w(
        "Senator Robert Vance opened the mine in 2019.",
        "President Vance signed the law in 2024.",
        "President Vance signed the law in 2024.",
        unsure=("Vance",),
    ),
    _w(
        "The World Food Programme (WFP) works in the valley.",
        "The WFP has fed 300,000 people since May 2024.",
        "The World Food Programme (WFP) has fed 300,000 people since May 2024.",
    ),
    _w("", "Berg sold the mine in 2019.", "Berg sold the mine in 2019."),
    # Who said it is left out
    _w(
        "",
        "Norway says its ferries burned 12 percent less fuel in 2024.",
        "Norway’s ferries burned 12 percent less fuel in 2024.",
    ),
    _w(
        "",
        "The Finnish Transport Ministry said Monday it had ordered three icebreakers.",
        "The Finnish Transport Ministry had ordered three icebreakers.",
    ),
    _w("", "Rents rose by 9 percent in Oslo, according to Statistics Norway.", "Rents rose by 9 percent in Oslo."),
    _w("", "According to Statistics Norway, rents rose by 9 percent in Oslo.", "Rents rose by 9 percent in Oslo."),
    _w(
        "",
        "“The mine has paid 30 million dollars in taxes,” Robert Vance said on Friday.",
        "The mine has paid 30 million dollars in taxes.",
    ),
    _w("", "The bridge, officials say, carries 4,000 cars a day.", "The bridge carries 4,000 cars a day."),
    _w("", "The bridge carries 4,000 cars a day, officials say.", "The bridge carries 4,000 cars a day."),
    _w(
        "",
        "Robert Vance denied that the mine had poisoned 40 cows.",
        "Robert Vance denied that the mine had poisoned 40 cows.",
    ),
    _w(
        "",
        "Three in ten voters say the mine should close, a poll found.",
        "Three in ten voters say the mine should close, a poll found.",
    ),
    _w(
        PROFESSOR,
        "He said the river carried 40 percent more sand than in 1990.",
        "The river carried 40 percent more sand than in 1990.",
    ),
    _w(
        MINISTER,
        "She said she had bought four cranes in 2019.",
        "Anna Lindqvist had bought four cranes in 2019.",
    ),
    # Days
    _w("", "The tunnel flooded on Sunday.", "The tunnel flooded on Sunday (15 June 2025)."),
    _w("", "The tunnel flooded yesterday.", "The tunnel flooded on 17 June 2025."),
    _w(
        "",
        "The tunnel had flooded four times until yesterday.",
        "The tunnel had flooded four times until yesterday (17 June 2025).",
    ),
    _w("", "The tunnel flooded in April.", "The tunnel flooded in April 2025."),
    _w("", "The tunnel flooded on May 4.", "The tunnel flooded on May 4, 2025."),
    _w("", "The tunnel flooded on 4 May.", "The tunnel flooded on 4 May 2025."),
    _w("", "The tunnel flooded on 4 May 2021.", "The tunnel flooded on 4 May 2021."),
    _w("", "The tunnel flooded last week.", "The tunnel flooded last week (9 to 15 June 2025)."),
    _w("", "Sunday’s flood closed four tunnels.", "Sunday’s (15 June 2025) flood closed four tunnels."),
    _w("", "The tunnel flooded Monday night.", "The tunnel flooded Monday night (16 June 2025)."),
    _w("", "The tunnel will open on Friday.", "The tunnel will open on Friday (20 June 2025)."),
    _w(
        "",
        "The city spent 40 million euros last year.",
        "The city spent 40 million euros last year (2024).",
        unsure=("The city",),
    ),
    _w("", "A reporter of Europe Today counted 40 boats.", "A reporter of Europe Today counted 40 boats."),
    # It, they
    _w("Volvo grew by 9 percent in 2024.", "It employs 1,200 people.", "Volvo employs 1,200 people."),
    _w(
        "Volvo sold the plant to Scania in 2019.",
        "It employs 1,200 people.",
        "It employs 1,200 people.",
        unsure=("It",),
    ),
    _w(
        "",
        "It is clear that the dam holds 4 million tons of water.",
        "It is clear that the dam holds 4 million tons of water.",
    ),
    _w("", "It rained for 40 days in 2019.", "It rained for 40 days in 2019."),
    _w(
        "The mine closed in 2019.",
        "These are in addition to 40 others.",
        "These are in addition to 40 others.",
        unsure=("These",),
    ),
    # Nouns that point back
    _w(
        "North Korea says it has an intercontinental ballistic missile.",
        "Those missiles can reach Guam, North Korea says.",
        "North Korea’s intercontinental ballistic missiles can reach Guam.",
    ),
    _w(
        "The army showed a short-range training rocket.",
        "That rocket weighs 40 tons.",
        "The short-range training rocket weighs 40 tons.",
    ),
    _w("The mine closed in 2019.", "Those trams weigh 40 tons.", "Those trams weigh 40 tons.", unsure=("Those trams",)),
    _w(
        "Norway bought 40 trains in 2019.",
        "The country has 4,000 kilometers of rails.",
        "Norway has 4,000 kilometers of rails.",
    ),
    _w(
        "Norway sold 40 trains to Sweden in 2019.",
        "The country has 4,000 kilometers of rails.",
        "The country has 4,000 kilometers of rails.",
        unsure=("The country",),
    ),
    _w("", "Norway says the country has 4,000 kilometers of rails.", "Norway has 4,000 kilometers of rails."),
    _w(
        "Finnish Transport Ministry officials met on Monday.",
        "The company paid $3 million in 2019.",
        "The company paid $3 million in 2019.",
        unsure=("The company",),
    ),
    # What is left in quotations
    _w(
        MINISTER,
        "“We bought 40 cranes here in 2019,” Lindqvist said.",
        "We bought 40 cranes here in 2019.",
        unsure=("We", "here"),
    ),
    _w(
        MINISTER,
        "“My country bought 40 cranes in 2019,” Lindqvist said.",
        "My country bought 40 cranes in 2019.",
        unsure=("My",),
    ),
    # Words that join sentences
    _w("", "However, the tunnel cost $3 million.", "The tunnel cost $3 million."),
    _w("", "But the tunnel cost $3 million.", "The tunnel cost $3 million."),
    # A name said in the sentence itself is enough
    _w("", "Norway says Sweden sold its 40 trains in 2019.", "Sweden sold its 40 trains in 2019."),
    _w(PROFESSOR, "Berg said that his river had 40 dams.", "Tomas Berg’s river had 40 dams."),
    # Several claims in one sentence
    _w(
        "",
        "The city bought 40 buses in 2019 and sold 12 trams in 2021.",
        "The city bought 40 buses in 2019.",
        "The city sold 12 trams in 2021.",
        unsure=("The city",),
    ),
    _w(
        PROFESSOR,
        "He published 40 papers in 2024 and won two prizes in Oslo.",
        "Tomas Berg published 40 papers in 2024.",
        "Tomas Berg won two prizes in Oslo.",
    ),
    _w(
        "North Korea says it has an intercontinental ballistic missile.",
        "Those missiles, successfully tested twice in July 2017, can reach the island of Guam, North Korea says.",
        "North Korea’s intercontinental ballistic missiles can reach the island of Guam.",
        "North Korea’s intercontinental ballistic missiles were successfully tested twice in July 2017.",
    ),
]

# Written after the rules were done. At first reading 14 of 18 were as expected, and nothing wrong was put in; the
# expectation of three forgot to mark "the council" and "the firm", and the last (Chile's rate) is left as it is.
SECOND: list[Wording] = [
    _w(
        "Fire chief Marcus Dunn led the search.",
        "He has fought fires for 31 years.",
        "Marcus Dunn has fought fires for 31 years.",
    ),
    _w("Fire chief Marcus Dunn led the search.", "Dunn’s men found 12 bodies.", "Marcus Dunn’s men found 12 bodies."),
    _w(
        "Fire chief Marcus Dunn led the search.",
        "The chief said the hall had failed two inspections.",
        "The hall had failed two inspections.",
    ),
    _w(
        "",
        "The warehouse burned for nine hours on Tuesday.",
        "The warehouse burned for nine hours on Tuesday (17 June 2025).",
    ),
    _w("", "The council will vote tomorrow.", "The council will vote on 19 June 2025.", unsure=("The council",)),
    _w("", "Exports fell by 4 percent last month.", "Exports fell by 4 percent last month (May 2025)."),
    _w(
        "",
        "The farm lost 40 cows and sold two tractors in Lyon.",
        "The farm lost 40 cows.",
        "The farm sold two tractors in Lyon.",
    ),
    _w(
        "Chile raised its rate to 5 percent.",
        "It had kept the rate at 4 percent for two years.",
        "It had kept the rate at 4 percent for two years.",
        unsure=("It",),
    ),
    _w("", "Chile says it sold 2 million tons of copper in 2024.", "Chile sold 2 million tons of copper in 2024."),
    _w("", "“Half of the beds are empty,” said Liz Moore, who owns the hotel.", "Half of the beds are empty."),
    _w(
        "Liz Moore met Paula Reyes on Monday.",
        "She sold the hotel for $9 million.",
        "She sold the hotel for $9 million.",
        unsure=("She",),
    ),
    _w(
        "",
        "The hospital, opened in 1911, treats 90,000 people a year.",
        "The hospital treats 90,000 people a year.",
        "The hospital was opened in 1911.",
    ),
    _w(
        "Peru bought 12 fighter jets from Sweden.",
        "Those jets cost $3.5 billion.",
        "The fighter jets cost $3.5 billion.",
    ),
    _w("", "Peru’s air force bought the jets in May, officials said.", "Peru’s air force bought the jets in May 2025."),
    _w(
        "Officials closed three schools in Lima.",
        "They will reopen in March.",
        "They will reopen in March 2026.",
        unsure=("They",),
    ),
    _w("", "Moreover, the canal carried 900 ships in 2024.", "The canal carried 900 ships in 2024."),
    _w(
        "",
        "Owen Price, who represents 300 miners, sued the firm in 2022.",
        "Owen Price sued the firm in 2022.",
        "Owen Price represents 300 miners.",
        unsure=("the firm",),
    ),
    _w(
        "",
        "The ministry did not say whether it had paid the firm.",
        "The ministry did not say whether it had paid the firm.",
        unsure=("The ministry", "the firm"),
    ),
]
