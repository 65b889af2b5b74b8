"""Facts of Go's package unicode (Unicode 15.0.0). Generated.

Written by `python -m tests.oracle.languages.unicode_tables`.
"""

#: The names that \\p takes, as they are compared, each with the table it stands for.
NAMES = """
    Adlam=Adlam Ahom=Ahom Arabic=Arabic Armenian=Armenian Avestan=Avestan Balinese=Balinese
    Bamum=Bamum Batak=Batak Bengali=Bengali Bhaiksuki=Bhaiksuki Bopomofo=Bopomofo Brahmi=Brahmi
    Braille=Braille Buginese=Buginese Buhid=Buhid C=C Carian=Carian Casedletter=LC Cc=Cc Cf=Cf
    Chakma=Chakma Cham=Cham Cherokee=Cherokee Chorasmian=Chorasmian Closepunctuation=Pe Cn=Cn
    Cntrl=Cc Co=Co Combiningmark=M Common=Common Connectorpunctuation=Pc Control=Cc
    Coptic=Coptic Cs=Cs Cuneiform=Cuneiform Currencysymbol=Sc Cypriot=Cypriot Cyrillic=Cyrillic
    Dashpunctuation=Pd Decimalnumber=Nd Deseret=Deseret Devanagari=Devanagari Digit=Nd
    Dogra=Dogra Duployan=Duployan Elbasan=Elbasan Elymaic=Elymaic Enclosingmark=Me
    Ethiopic=Ethiopic Finalpunctuation=Pf Format=Cf Georgian=Georgian Glagolitic=Glagolitic
    Gothic=Gothic Grantha=Grantha Greek=Greek Gujarati=Gujarati Gurmukhi=Gurmukhi Han=Han
    Hangul=Hangul Hanunoo=Hanunoo Hatran=Hatran Hebrew=Hebrew Hiragana=Hiragana
    Inherited=Inherited Initialpunctuation=Pi Javanese=Javanese Kaithi=Kaithi Kannada=Kannada
    Katakana=Katakana Kawi=Kawi Kharoshthi=Kharoshthi Khmer=Khmer Khojki=Khojki
    Khudawadi=Khudawadi L=L Lao=Lao Latin=Latin Lc=LC Lepcha=Lepcha Letter=L Letternumber=Nl
    Limbu=Limbu Lineseparator=Zl Lisu=Lisu Ll=Ll Lm=Lm Lo=Lo Lowercaseletter=Ll Lt=Lt Lu=Lu
    Lycian=Lycian Lydian=Lydian M=M Mahajani=Mahajani Makasar=Makasar Malayalam=Malayalam
    Mandaic=Mandaic Manichaean=Manichaean Marchen=Marchen Mark=M Mathsymbol=Sm Mc=Mc Me=Me
    Medefaidrin=Medefaidrin Miao=Miao Mn=Mn Modi=Modi Modifierletter=Lm Modifiersymbol=Sk
    Mongolian=Mongolian Mro=Mro Multani=Multani Myanmar=Myanmar N=N Nabataean=Nabataean
    Nandinagari=Nandinagari Nd=Nd Newa=Newa Nko=Nko Nl=Nl No=No Nonspacingmark=Mn Number=N
    Nushu=Nushu Ogham=Ogham Openpunctuation=Ps Oriya=Oriya Osage=Osage Osmanya=Osmanya Other=C
    Otherletter=Lo Othernumber=No Otherpunctuation=Po Othersymbol=So P=P Palmyrene=Palmyrene
    Paragraphseparator=Zp Pc=Pc Pd=Pd Pe=Pe Pf=Pf Phoenician=Phoenician Pi=Pi Po=Po
    Privateuse=Co Ps=Ps Punct=P Punctuation=P Rejang=Rejang Runic=Runic S=S Samaritan=Samaritan
    Saurashtra=Saurashtra Sc=Sc Separator=Z Sharada=Sharada Shavian=Shavian Siddham=Siddham
    Sinhala=Sinhala Sk=Sk Sm=Sm So=So Sogdian=Sogdian Soyombo=Soyombo Spaceseparator=Zs
    Spacingmark=Mc Sundanese=Sundanese Surrogate=Cs Symbol=S Syriac=Syriac Tagalog=Tagalog
    Tagbanwa=Tagbanwa Takri=Takri Tamil=Tamil Tangsa=Tangsa Tangut=Tangut Telugu=Telugu
    Thaana=Thaana Thai=Thai Tibetan=Tibetan Tifinagh=Tifinagh Tirhuta=Tirhuta Titlecaseletter=Lt
    Toto=Toto Ugaritic=Ugaritic Unassigned=Cn Uppercaseletter=Lu Vai=Vai Vithkuqi=Vithkuqi
    Wancho=Wancho Yezidi=Yezidi Yi=Yi Z=Z Zl=Zl Zp=Zp Zs=Zs
"""

#: The tables to which case folding adds characters.
FOLDS = """
    Common Greek Inherited L Ll Lt Lu M Mn
"""

#: Characters that fold to each other: how often, at what distance, and which first.
ORBITS = """
    10,1,65,97 1,1,75,107,8490 7,1,76,108 1,1,83,115,383 7,1,84,116 1,1,181,924,956 5,1,192,224
    1,1,197,229,8491 17,1,198,230 7,1,216,248 1,1,223,7838 1,1,255,376 24,2,256,257 3,2,306,307
    8,2,313,314 23,2,330,331 3,2,377,378 1,1,384,579 1,1,385,595 2,2,386,387 1,1,390,596
    1,1,391,392 2,1,393,598 1,1,395,396 1,1,398,477 1,1,399,601 1,1,400,603 1,1,401,402
    1,1,403,608 1,1,404,611 1,1,405,502 1,1,406,617 1,1,407,616 1,1,408,409 1,1,410,573
    1,1,412,623 1,1,413,626 1,1,414,544 1,1,415,629 3,2,416,417 1,1,422,640 1,1,423,424
    1,1,425,643 1,1,428,429 1,1,430,648 1,1,431,432 2,1,433,650 2,2,435,436 1,1,439,658
    1,1,440,441 1,1,444,445 1,1,447,503 1,1,452,453,454 1,1,455,456,457 1,1,458,459,460
    8,2,461,462 9,2,478,479 1,1,497,498,499 1,1,500,501 20,2,504,505 9,2,546,547 1,1,570,11365
    1,1,571,572 1,1,574,11366 2,1,575,11390 1,1,577,578 1,1,580,649 1,1,581,652 5,2,582,583
    1,1,592,11375 1,1,593,11373 1,1,594,11376 1,1,604,42923 1,1,609,42924 1,1,613,42893
    1,1,614,42922 1,1,618,42926 1,1,619,11362 1,1,620,42925 1,1,625,11374 1,1,637,11364
    1,1,642,42949 1,1,647,42929 1,1,669,42930 1,1,670,42928 1,1,837,921,953,8126 2,2,880,881
    1,1,886,887 3,1,891,1021 1,1,895,1011 1,1,902,940 3,1,904,941 1,1,908,972 2,1,910,973
    1,1,913,945 1,1,914,946,976 2,1,915,947 1,1,917,949,1013 2,1,918,950 1,1,920,952,977,1012
    1,1,922,954,1008 2,2,923,955 2,1,926,958 1,1,928,960,982 1,1,929,961,1009 1,1,931,962,963
    2,1,932,964 1,1,934,966,981 2,1,935,967 1,1,937,969,8486 2,1,938,970 1,1,975,983
    12,2,984,985 1,1,1010,1017 1,1,1015,1016 1,1,1018,1019 16,1,1024,1104 2,1,1040,1072
    1,1,1042,1074,7296 1,1,1043,1075 1,1,1044,1076,7297 9,1,1045,1077 1,1,1054,1086,7298
    2,1,1055,1087 1,1,1057,1089,7299 1,1,1058,1090,7300,7301 7,1,1059,1091 1,1,1066,1098,7302
    5,1,1067,1099 1,1,1120,1121 1,1,1122,1123,7303 15,2,1124,1125 27,2,1162,1163 1,1,1216,1231
    7,2,1217,1218 48,2,1232,1233 38,1,1329,1377 38,1,4256,11520 1,1,4295,11559 1,1,4301,11565
    43,1,4304,7312 3,1,4349,7357 80,1,5024,43888 6,1,5104,5112 1,1,7304,42570,42571
    1,1,7545,42877 1,1,7549,11363 1,1,7566,42950 48,2,7680,7681 1,1,7776,7777,7835
    26,2,7778,7779 48,2,7840,7841 8,1,7936,7944 6,1,7952,7960 8,1,7968,7976 8,1,7984,7992
    6,1,8000,8008 4,2,8017,8025 8,1,8032,8040 2,1,8048,8122 4,1,8050,8136 2,1,8054,8154
    2,1,8056,8184 2,1,8058,8170 2,1,8060,8186 8,1,8064,8072 8,1,8080,8088 8,1,8096,8104
    2,1,8112,8120 1,1,8115,8124 1,1,8131,8140 2,1,8144,8152 2,1,8160,8168 1,1,8165,8172
    1,1,8179,8188 1,1,8498,8526 16,1,8544,8560 1,1,8579,8580 26,1,9398,9424 48,1,11264,11312
    1,1,11360,11361 3,2,11367,11368 1,1,11378,11379 1,1,11381,11382 50,2,11392,11393
    2,2,11499,11500 1,1,11506,11507 5,2,42560,42561 17,2,42572,42573 14,2,42624,42625
    7,2,42786,42787 31,2,42802,42803 2,2,42873,42874 5,2,42878,42879 1,1,42891,42892
    2,2,42896,42897 1,1,42900,42948 10,2,42902,42903 1,1,42931,43859 8,2,42932,42933
    2,2,42951,42952 1,1,42960,42961 2,2,42966,42967 1,1,42997,42998 26,1,65313,65345
    40,1,66560,66600 36,1,66736,66776 11,1,66928,66967 15,1,66940,66979 7,1,66956,66995
    2,1,66964,67003 51,1,68736,68800 32,1,71840,71872 32,1,93760,93792 34,1,125184,125218
"""
