"""Invented names for the demonstration, in Latin letters and in a script of the region. No real person is meant."""

import random

GIVEN = [
    ("Aarti", "आरती"), ("Abdul", "अब्दुल"), ("Ajay", "अजय"), ("Amrita", "अमृता"), ("Anand", "आनंद"), ("Anil", "अनिल"),
    ("Anjali", "अंजलि"), ("Arjun", "अर्जुन"), ("Asif", "आसिफ"), ("Bhavna", "भावना"), ("Biju", "बीजू"), ("Chetan", "चेतन"),
    ("Daisy", "डेज़ी"), ("Deepak", "दीपक"), ("Divya", "दिव्या"), ("Farida", "फ़रीदा"), ("Ganesh", "गणेश"), ("Geeta", "गीता"),
    ("Gurpreet", "गुरप्रीत"), ("Harish", "हरीश"), ("Imtiaz", "इम्तियाज़"), ("Indira", "इंदिरा"), ("Jaya", "जया"),
    ("Joseph", "जोसेफ़"), ("Kavita", "कविता"), ("Kiran", "किरण"), ("Lakshmi", "लक्ष्मी"), ("Lalit", "ललित"),
    ("Madhu", "मधु"), ("Manoj", "मनोज"), ("Meera", "मीरा"), ("Mohan", "मोहन"), ("Nadeem", "नदीम"), ("Naresh", "नरेश"),
    ("Neha", "नेहा"), ("Nirmala", "निर्मला"), ("Om", "ओम"), ("Pankaj", "पंकज"), ("Parveen", "परवीन"), ("Pooja", "पूजा"),
    ("Prakash", "प्रकाश"), ("Radha", "राधा"), ("Rajesh", "राजेश"), ("Rekha", "रेखा"), ("Rohit", "रोहित"), ("Ruth", "रूथ"),
    ("Sadhana", "साधना"), ("Sanjay", "संजय"), ("Sarita", "सरिता"), ("Shalini", "शालिनी"), ("Shankar", "शंकर"),
    ("Sheela", "शीला"), ("Suresh", "सुरेश"), ("Tara", "तारा"), ("Uma", "उमा"), ("Vandana", "वंदना"), ("Vijay", "विजय"),
    ("Vinod", "विनोद"), ("Yasmin", "यास्मीन"), ("Zakir", "ज़ाकिर"),
]  # fmt: skip

FAMILY = [
    ("Ahmed", "अहमद"), ("Bano", "बानो"), ("Barman", "बर्मन"), ("Bhagat", "भगत"), ("Bora", "बोरा"), ("Chauhan", "चौहान"),
    ("Das", "दास"), ("Deshmukh", "देशमुख"), ("Devi", "देवी"), ("Dutta", "दत्ता"), ("Fernandes", "फ़र्नांडिस"), ("George", "जॉर्ज"),
    ("Gill", "गिल"), ("Gowda", "गौड़ा"), ("Hussain", "हुसैन"), ("Jadhav", "जाधव"), ("Joshi", "जोशी"), ("Kaur", "कौर"),
    ("Khan", "ख़ान"), ("Kumar", "कुमार"), ("Kumari", "कुमारी"), ("Lepcha", "लेपचा"), ("Mahato", "महतो"), ("Menon", "मेनन"),
    ("Mishra", "मिश्रा"), ("Munda", "मुंडा"), ("Nair", "नायर"), ("Negi", "नेगी"), ("Oraon", "उराँव"), ("Pandey", "पांडेय"),
    ("Patel", "पटेल"), ("Pillai", "पिल्लै"), ("Rai", "राय"), ("Rao", "राव"), ("Rathore", "राठौर"), ("Reddy", "रेड्डी"),
    ("Sahu", "साहू"), ("Sangma", "संगमा"), ("Shah", "शाह"), ("Sharma", "शर्मा"), ("Singh", "सिंह"), ("Thakur", "ठाकुर"),
    ("Tiwari", "तिवारी"), ("Verma", "वर्मा"), ("Yadav", "यादव"),
]  # fmt: skip


def invented(dice: random.Random) -> tuple[str, str]:
    """A name in Latin letters and in Devanagari."""
    given, family = dice.choice(GIVEN), dice.choice(FAMILY)
    return f"{given[0]} {family[0]}", f"{given[1]} {family[1]}"
