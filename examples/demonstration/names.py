"""The 52 invented universities: English, Russian and Kazakh names by category.

Nothing here names a real university or person; every title says that it is a demonstration.
"""

# category -> (English, Russian and Kazakh pattern, [(English, Russian, Kazakh name), ...])
CATEGORIES = {
    "multidisciplinary": (
        "Demo University of the {}",
        "Демонстрационный университет «{}»",
        "«{}» демонстрациялық университеті",
        [
            ("Golden Eagle", "Беркут", "Бүркіт"),
            ("Saker Falcon", "Балобан", "Ителгі"),
            ("Skylark", "Жаворонок", "Бозторғай"),
            ("Crane", "Журавль", "Тырна"),
            ("Swan", "Лебедь", "Аққу"),
            ("Great Bustard", "Дрофа", "Дуадақ"),
            ("Little Bustard", "Стрепет", "Безгелдек"),
            ("Pelican", "Пеликан", "Бірқазан"),
            ("Flamingo", "Фламинго", "Қоқиқаз"),
            ("Steppe Eagle", "Степной орёл", "Дала қыраны"),
            ("Kestrel", "Пустельга", "Күйкентай"),
            ("Owl", "Сова", "Үкі"),
            ("Hoopoe", "Удод", "Бәбісек"),
            ("Swallow", "Ласточка", "Қарлығаш"),
            ("Nightingale", "Соловей", "Бұлбұл"),
            ("Heron", "Цапля", "Құтан"),
            ("Partridge", "Куропатка", "Шіл"),
            ("Quail", "Перепел", "Бөдене"),
        ],
    ),
    "technical": (
        "Demo Technical University of {}",
        "Демонстрационный технический университет «{}»",
        "«{}» демонстрациялық техникалық университеті",
        [
            ("Malachite", "Малахит", "Малахит"),
            ("Quartz", "Кварц", "Кварц"),
            ("Agate", "Агат", "Ақық"),
            ("Amethyst", "Аметист", "Аметист"),
            ("Topaz", "Топаз", "Топаз"),
            ("Lapis Lazuli", "Лазурит", "Лазурит"),
            ("Opal", "Опал", "Опал"),
            ("Onyx", "Оникс", "Оникс"),
            ("Marble", "Мрамор", "Мәрмәр"),
            ("Granite", "Гранит", "Гранит"),
            ("Amber", "Янтарь", "Кәріптас"),
            ("Emerald", "Изумруд", "Зүмірет"),
            ("Ruby", "Рубин", "Лағыл"),
        ],
    ),
    "humanitarian-economic": (
        "Demo University of Humanities and Economics of the {}",
        "Демонстрационный гуманитарно-экономический университет «{}»",
        "«{}» демонстрациялық гуманитарлық-экономикалық университеті",
        [
            ("Polar Star", "Полярная звезда", "Темірқазық"),
            ("Morning Star", "Утренняя звезда", "Таң Шолпаны"),
            ("Great Bear", "Большая Медведица", "Жетіқарақшы"),
            ("Milky Way", "Млечный Путь", "Құс жолы"),
            ("Pleiades", "Плеяды", "Үркер"),
            ("Comet", "Комета", "Құйрықты жұлдыз"),
            ("New Moon", "Новолуние", "Жаңа ай"),
            ("Sunrise", "Восход солнца", "Күн шығуы"),
            ("East Wind", "Восточный ветер", "Шығыс желі"),
            ("West Wind", "Западный ветер", "Батыс желі"),
            ("North Wind", "Северный ветер", "Солтүстік желі"),
            ("South Wind", "Южный ветер", "Оңтүстік желі"),
        ],
    ),
    "pedagogical": (
        "Demo Pedagogical University of the {}",
        "Демонстрационный педагогический университет «{}»",
        "«{}» демонстрациялық педагогикалық университеті",
        [
            ("Steppe Tulip", "Степной тюльпан", "Дала қызғалдағы"),
            ("Wormwood", "Полынь", "Жусан"),
            ("Saxaul", "Саксаул", "Сексеуіл"),
            ("Apple Blossom", "Яблоневый цвет", "Алма гүлі"),
            ("Edelweiss", "Эдельвейс", "Эдельвейс"),
        ],
    ),
    "medical": (
        "Demo Medical University of the {}",
        "Демонстрационный медицинский университет «{}»",
        "«{}» демонстрациялық медициналық университеті",
        [
            ("Mint Leaf", "Лист мяты", "Жалбыз жапырағы"),
            ("Chamomile", "Ромашка", "Түймедақ"),
            ("Clear Spring", "Чистый родник", "Мөлдір бұлақ"),
        ],
    ),
    "art": (
        "Demo University of Arts of the {}",
        "Демонстрационный университет искусств «{}»",
        "«{}» демонстрациялық өнер университеті",
        [("Rainbow", "Радуга", "Кемпірқосақ")],
    ),
}


def universities():
    """Rows of universities.csv in the order of the categories."""
    for group, (en, ru, kk, names) in CATEGORIES.items():
        for name_en, name_ru, name_kk in names:
            yield {
                "id": "demo-" + name_en.lower().replace(" ", "-"),
                "title_en": en.format(name_en),
                "title_ru": ru.format(name_ru),
                "title_kk": kk.format(name_kk),
                "group": group,
            }
