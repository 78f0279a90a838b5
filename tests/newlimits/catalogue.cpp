// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/newlimits/catalogue.h"
#include "models/base/text.h"
#include "tests/newlimits/random.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <array>
#include <cstdio>

namespace streamscape::newlimits {

namespace {

struct Category {
    const char* code;
    const char* name;
    std::array<const char*, 10> models;
    int firstSize;
    int priceLow;
    int priceHigh;
};

constexpr std::array<Category, 8> categories{{
    {"RUN",
     "Running",
     {"Aero Runner 3", "Aero Runner 4", "Stride One", "Tempo Lite", "Marathon Pro", "Pace 21", "Dawn Runner",
      "City Mile", "Feather Race", "Long Haul"},
     38,
     80,
     180},
    {"TRL",
     "Trail",
     {"Ridge Walker", "Mud Claw", "Pine Trail 2", "Summit Light", "Rock Hopper", "Fjord GTX", "Scree",
      "Wild Path", "Gorge Pro", "Moss Low"},
     39,
     90,
     190},
    {"CRT",
     "Court",
     {"Baseline", "Ace 2", "Volley Mid", "Smash Court", "Clay King", "Grass Court", "Drop Shot", "Tie Break",
      "Indoor Grip", "Match Point"},
     38,
     60,
     140},
    {"HIK",
     "Hiking",
     {"Alp Boot", "Col High", "Traverse Mid", "Hut to Hut", "Cairn", "Glacier Pro", "Valley Low", "Ranger",
      "Bivouac", "Switchback"},
     39,
     110,
     260},
    {"FTB",
     "Football",
     {"Striker FG", "Libero", "Goal Line", "Kick Off TF", "Derby", "Final Whistle", "Corner IC", "Winger",
      "Number Ten", "Hat Trick"},
     36,
     50,
     200},
    {"KID",
     "Kids",
     {"Little Aero", "Puddle", "Hop", "Tiny Trail", "School Run", "Velcro Star", "Mini Court", "First Steps",
      "Jungle Gym", "Recess"},
     28,
     25,
     60},
    {"SNK",
     "Sneakers",
     {"Block 77", "Block 77 Low", "Harbour", "Sunday", "Canvas Classic", "Retro Court", "Plaza", "Uptown",
      "Metro", "Backstreet"},
     37,
     55,
     130},
    {"SND",
     "Sandals",
     {"Dune", "Lagoon", "Pier", "Beach Walk", "River", "Terrace", "Island", "Siesta", "Palm", "Sail"},
     37,
     30,
     90},
}};

std::string compact(const QJsonObject& object) {
    return QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString();
}

} // namespace

std::string Product::json() const {
    return compact({{QStringLiteral("name"), base::toQString(name)},
                    {QStringLiteral("category"), base::toQString(category)},
                    {QStringLiteral("size"), base::toQString(size)},
                    {QStringLiteral("colour"), base::toQString(colour)},
                    {QStringLiteral("unit_price"), base::toQString(unitPrice)},
                    {QStringLiteral("currency"), QStringLiteral("EUR")},
                    {QStringLiteral("reorder_point"), reorderPoint}});
}

std::string Warehouse::json() const {
    return compact({{QStringLiteral("name"), base::toQString(name)},
                    {QStringLiteral("city"), base::toQString(city)},
                    {QStringLiteral("kind"), base::toQString(kind)}});
}

Catalogue catalogue(std::uint64_t seed) {
    Random random(seed ^ 0xca7a106eULL);
    static const std::vector<std::string> colours{"black", "white",  "navy", "sand",
                                                  "red",   "forest", "grey", "sky"};
    Catalogue made;
    for (const Category& category : categories) {
        int number = random.between(10, 40);
        for (const char* model : category.models) {
            number += random.between(1, 7);
            const std::string colour = random.of(colours);
            const int price = random.between(category.priceLow / 5, category.priceHigh / 5) * 5;
            for (int size = category.firstSize; size < category.firstSize + 12; size += 2) {
                std::array<char, 32> sku{};
                std::snprintf(sku.data(), sku.size(), "NL-%s-%03d-%d", category.code, number, size);
                made.products.push_back(Product{sku.data(), model, category.name, std::to_string(size),
                                                colour, std::to_string(price - 1) + ".95",
                                                random.between(4, 12)});
            }
        }
    }
    made.warehouses = {{"BER1", "Berlin Central", "Berlin", "warehouse"},
                       {"RNO1", "Reno Distribution", "Reno", "warehouse"},
                       {"ROT1", "Rotterdam Port", "Rotterdam", "warehouse"},
                       {"OSA1", "Osaka Bay", "Osaka", "warehouse"},
                       {"LON2", "Carnaby Street", "London", "store"},
                       {"NYC3", "SoHo", "New York", "store"}};
    return made;
}

} // namespace streamscape::newlimits
