"""Sentences of our own, labelled as the task means it: 1 for a statement of fact that a public would want checked."""

from __future__ import annotations

CLEARLY_WORTH_CHECKING = (
    "Unemployment in the valley has fallen from 9 percent to 4 percent since the mill reopened.",
    "The previous council spent $14 million on a bridge that was never built.",
    "Our state has lost more than 30,000 factory jobs over the past six years.",
    "My opponent voted against the clean water act four times.",
    "Crime in the five largest cities rose by a fifth last year.",
    "The average family now pays $2,400 more for health insurance than it did in 2010.",
    "Two thirds of the country's wheat is grown on land that was flooded in May.",
    "The governor signed the largest tax cut in the history of the state.",
    "More children live in poverty today than at any time since 1993.",
    "They cut the budget of the coast guard in half while smuggling doubled.",
    "The senator missed forty percent of the votes in his committee.",
    "Last year the ministry sold three of its hospitals to a private fund.",
    "Exports of steel to Canada have dropped by 18 percent since the tariff.",
    "The bank received a loan of $90 million from the treasury and never paid it back.",
    "We have the lowest graduation rate of any state in the region.",
    "The army bought 600 trucks that were too heavy for the roads.",
    "Since 2005 the number of people without electricity has fallen to 3 million.",
    "He raised property taxes seven times when he was mayor.",
    "Half of the farms in the county went bankrupt under that program.",
    "The company moved 1,200 jobs to Mexico after it took the subsidy.",
    "Spending on schools went up by 12 percent, and scores went down.",
    "The treaty was ratified by 41 countries, and Russia was not among them.",
)
CLEARLY_NOT_WORTH_CHECKING = (
    "Good evening, and welcome to all of you in the hall.",
    "I think we can do better than this.",
    "Let me answer that in my own way, if I may.",
    "What would you say to those families?",
    "Thank you very much.",
    "We must never forget what we owe to our children.",
    "I hope that every one of you goes out to vote.",
    "That is the kind of leader I want to be.",
    "Well, I don't agree with that at all.",
    "You will have two minutes, and then we go on.",
    "I love this country, and I always will.",
    "Let's talk about something else for a moment.",
    "The next question is for the governor.",
    "We should stand together and be strong.",
    "I am glad that you asked me.",
    "Nobody knows what tomorrow will bring.",
    "My mother taught me to look people in the eye.",
    "Could you please let me finish?",
    "I will fight for you every single day.",
    "That is not who we are.",
    "It is a matter of trust, and trust has to be earned.",
    "I would like to begin with a word on courage.",
)
# The two kinds that look alike: facts without a figure, and figures that state no fact.
HARD_WORTH_CHECKING = (
    "The governor never visited the flooded towns.",
    "Our nurses are paid less than theirs.",
    "She opposed the war before she supported it.",
    "That factory was closed because of this trade agreement.",
    "He is the only mayor here who ever vetoed a budget.",
    "The river is cleaner than it was when I was a boy.",
    "Most of those prisons are run by private companies.",
    "The president apologised to the families.",
    "Wages have not kept up with prices.",
    "They shipped the waste to another state.",
)
HARD_NOT_WORTH_CHECKING = (
    "I will bring back 20,000 jobs in my first year.",
    "We should cut taxes by 10 percent and be done with it.",
    "Each of you has 90 seconds to answer.",
    "I could give you a hundred reasons to vote for him.",
    "In 2030 our children may well ask us why we did nothing.",
    "If we spend $5 million on this, what do we tell the teachers?",
    "My wife and I have been married for 30 years.",
    "Imagine a country in which one in two people can read.",
    "There are three things that I would like to say to the senator.",
    "The economy needs a leader who understands business.",
)
WORTH_CHECKING = CLEARLY_WORTH_CHECKING + HARD_WORTH_CHECKING
NOT_WORTH_CHECKING = CLEARLY_NOT_WORTH_CHECKING + HARD_NOT_WORTH_CHECKING
TEXTS = WORTH_CHECKING + NOT_WORTH_CHECKING
LABELS = [1] * len(WORTH_CHECKING) + [0] * len(NOT_WORTH_CHECKING)
