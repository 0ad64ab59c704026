"""The names by which English news calls the countries of the world and what belongs to them."""

from __future__ import annotations

COUNTRIES = frozenset(
    """Afghanistan;Albania;Algeria;Andorra;Angola;Argentina;Armenia;Australia;Austria;Azerbaijan;Bahamas;Bahrain;
Bangladesh;Barbados;Belarus;Belgium;Belize;Benin;Bhutan;Bolivia;Bosnia;Bosnia and Herzegovina;Botswana;Brazil;Brunei;
Bulgaria;Burkina Faso;Burma;Burundi;Cambodia;Cameroon;Canada;Cape Verde;Central African Republic;Chad;Chile;China;
Colombia;Comoros;Congo;Costa Rica;Croatia;Cuba;Cyprus;Czech Republic;Czechia;Denmark;Djibouti;Dominica;
Dominican Republic;East Timor;Ecuador;Egypt;El Salvador;Equatorial Guinea;Eritrea;Estonia;Eswatini;Ethiopia;Fiji;
Finland;France;Gabon;Gambia;Georgia;Germany;Ghana;Great Britain;Greece;Grenada;Guatemala;Guinea;Guinea-Bissau;Guyana;
Haiti;Honduras;Hungary;Iceland;India;Indonesia;Iran;Iraq;Ireland;Israel;Italy;Ivory Coast;Jamaica;Japan;Jordan;
Kazakhstan;Kenya;Kiribati;Kosovo;Kuwait;Kyrgyzstan;Laos;Latvia;Lebanon;Lesotho;Liberia;Libya;Liechtenstein;Lithuania;
Luxembourg;Madagascar;Malawi;Malaysia;Maldives;Mali;Malta;Marshall Islands;Mauritania;Mauritius;Mexico;Micronesia;
Moldova;Monaco;Mongolia;Montenegro;Morocco;Mozambique;Myanmar;Namibia;Nauru;Nepal;Netherlands;New Zealand;Nicaragua;
Niger;Nigeria;North Korea;North Macedonia;Norway;Oman;Pakistan;Palau;Panama;Papua New Guinea;Paraguay;Peru;
Philippines;Poland;Portugal;Qatar;Romania;Russia;Rwanda;Saint Lucia;Samoa;San Marino;Saudi Arabia;Senegal;Serbia;
Seychelles;Sierra Leone;Singapore;Slovakia;Slovenia;Solomon Islands;Somalia;South Africa;South Korea;South Sudan;Spain;
Sri Lanka;Sudan;Suriname;Swaziland;Sweden;Switzerland;Syria;Taiwan;Tajikistan;Tanzania;Thailand;Togo;Tonga;
Trinidad and Tobago;Tunisia;Turkey;Turkmenistan;Tuvalu;U.K.;U.S.;U.S.A.;UAE;UK;US;USA;Uganda;Ukraine;
United Arab Emirates;United Kingdom;United States;United States of America;Uruguay;Uzbekistan;Vanuatu;Vatican;Venezuela;
Vietnam;Yemen;Zambia;Zimbabwe;Britain;England;Scotland;Wales""".replace("\n", "").split(";")
)

_ADJECTIVES = """Afghan:Afghanistan;Albanian:Albania;Algerian:Algeria;American:the US;Angolan:Angola;
Argentine:Argentina;Argentinian:Argentina;Armenian:Armenia;Australian:Australia;Austrian:Austria;Azerbaijani:Azerbaijan;
Bangladeshi:Bangladesh;Belarusian:Belarus;Belgian:Belgium;Bolivian:Bolivia;Bosnian:Bosnia;Brazilian:Brazil;
British:Britain;Bulgarian:Bulgaria;Burmese:Myanmar;Cambodian:Cambodia;Canadian:Canada;Chilean:Chile;Chinese:China;
Colombian:Colombia;Croatian:Croatia;Cuban:Cuba;Cypriot:Cyprus;
Czech:the Czech Republic;Danish:Denmark;Dutch:the Netherlands;
Ecuadorian:Ecuador;Egyptian:Egypt;English:England;Eritrean:Eritrea;Estonian:Estonia;Ethiopian:Ethiopia;Finnish:Finland;
French:France;Georgian:Georgia;German:Germany;Ghanaian:Ghana;Greek:Greece;Guatemalan:Guatemala;Haitian:Haiti;
Honduran:Honduras;Hungarian:Hungary;Icelandic:Iceland;Indian:India;Indonesian:Indonesia;Iranian:Iran;Iraqi:Iraq;
Irish:Ireland;Israeli:Israel;Italian:Italy;Jamaican:Jamaica;Japanese:Japan;Jordanian:Jordan;Kazakh:Kazakhstan;
Kenyan:Kenya;Kosovan:Kosovo;Kuwaiti:Kuwait;Latvian:Latvia;Lebanese:Lebanon;Libyan:Libya;Lithuanian:Lithuania;
Malaysian:Malaysia;Maltese:Malta;Mexican:Mexico;Moldovan:Moldova;Mongolian:Mongolia;Moroccan:Morocco;
Mozambican:Mozambique;Namibian:Namibia;Nepalese:Nepal;Nicaraguan:Nicaragua;Nigerian:Nigeria;North Korean:North Korea;
Norwegian:Norway;Omani:Oman;Pakistani:Pakistan;Panamanian:Panama;Paraguayan:Paraguay;Peruvian:Peru;
Philippine:the Philippines;Filipino:the Philippines;Polish:Poland;Portuguese:Portugal;Qatari:Qatar;Romanian:Romania;
Russian:Russia;Rwandan:Rwanda;Saudi:Saudi Arabia;Scottish:Scotland;Senegalese:Senegal;Serbian:Serbia;
Singaporean:Singapore;Slovak:Slovakia;Slovenian:Slovenia;Somali:Somalia;South African:South Africa;
South Korean:South Korea;Spanish:Spain;Sri Lankan:Sri Lanka;Sudanese:Sudan;Swedish:Sweden;Swiss:Switzerland;
Syrian:Syria;Taiwanese:Taiwan;Tanzanian:Tanzania;Thai:Thailand;Tunisian:Tunisia;Turkish:Turkey;Ugandan:Uganda;
Ukrainian:Ukraine;Uruguayan:Uruguay;Uzbek:Uzbekistan;Venezuelan:Venezuela;Vietnamese:Vietnam;Welsh:Wales;Yemeni:Yemen;
Zambian:Zambia;Zimbabwean:Zimbabwe""".replace("\n", "")
# The country that an adjective belongs to, as it can be put into a sentence.
NATIONS = dict(pair.split(":") for pair in _ADJECTIVES.split(";"))
