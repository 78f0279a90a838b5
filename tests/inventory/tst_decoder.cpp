// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/inventory/decoder.h"
#include "tests/inventory/movement_json.h"

#include <QTest>

#include <random>

using namespace streamscape;
using namespace streamscape::inventory;
using test::MovementJson;

namespace {

const base::Time recorded = *base::parseRfc3339("2026-11-22T02:00:00Z");

QByteArray good() { return QByteArray::fromStdString(MovementJson().build()); }
QByteArray with(const char* member, const char* json) {
    return QByteArray::fromStdString(MovementJson().raw(member, json).build());
}
QByteArray withText(const char* member, const std::string& text) {
    return QByteArray::fromStdString(MovementJson().text(member, text).build());
}
// The good record with more text before its closing brace.
QByteArray extended(const QByteArray& more) { return good().chopped(1) + more + "}"; }
// Padded with blanks to a size.
QByteArray padded(qsizetype size) { return good() + QByteArray(size - good().size(), ' '); }
QByteArray nested(int depth) {
    return extended(",\"x\":" + QByteArray(depth - 1, '[') + QByteArray(depth - 1, ']'));
}

} // namespace

class tst_Decoder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theFirstFailingStepNamesTheReason_data() {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QByteArray>("reason"); // empty: the record is good
        const auto row = [](const char* name, const QByteArray& value, const char* reason) {
            QTest::newRow(name) << value << QByteArray(reason);
        };
        row("a good record", good(), "");
        row("blanks around the object", " \t\r\n" + good() + "\n ", "");
        row("no bytes", "", "EMPTY");
        row("only blanks", "  \n", "NOT_JSON");
        row("a byte order mark", "\xef\xbb\xbf" + good(), "NOT_JSON");
        row("an array", "[]", "NOT_JSON");
        row("an array around the object", "[" + good() + "]", "NOT_JSON");
        row("text", "\"x\"", "NOT_JSON");
        row("a number", "7", "NOT_JSON");
        row("null as text", "null", "NOT_JSON");
        row("two objects", good() + good(), "NOT_JSON");
        row("something behind", good() + "x", "NOT_JSON");
        row("a NUL behind", good() + QByteArray(1, '\0'), "NOT_JSON");
        row("cut off", good().chopped(1), "NOT_JSON");
        row("a comma too many", extended(","), "NOT_JSON");
        row("a comment", extended("/**/"), "NOT_JSON");
        row("single quotes", "{'a':1}", "NOT_JSON");
        row("wrong syntax in an unknown member", extended(",\"x\":[1,}"), "NOT_JSON");
        row("a wrong number in an unknown member", extended(",\"x\":01"), "NOT_JSON");
        row("a plus before a number", extended(",\"x\":+1"), "NOT_JSON");
        row("no digits after the point", extended(",\"x\":1."), "NOT_JSON");
        row("NaN", extended(",\"x\":NaN"), "NOT_JSON");
        row("invalid UTF-8", withText("source", "\xff"), "NOT_JSON");
        row("an overlong form", withText("source", "\xc0\xaf"), "NOT_JSON");
        row("a surrogate in UTF-8", withText("source", "\xed\xa0\x80"), "NOT_JSON");
        row("a high surrogate alone", withText("source", "\\ud83d"), "NOT_JSON");
        row("a low surrogate alone", withText("source", "\\ude00"), "NOT_JSON");
        row("a high surrogate and a letter", withText("source", "\\ud83d\\u0041"), "NOT_JSON");
        row("a lone surrogate in an unknown member", extended(",\"x\":\"\\udc00\""), "NOT_JSON");
        row("a lone surrogate in a member's name", extended(",\"\\udc00\":1"), "NOT_JSON");
        row("a surrogate pair", withText("source", "\\ud83d\\ude00"), "");
        row("a line break in text", withText("source", "a\nb"), "NOT_JSON");
        row("an escaped NUL", withText("source", "a\\u0000b"), "");
        row("sku twice", extended(",\"sku\":\"NL-1\""), "NOT_JSON");
        row("sku twice, once escaped", extended(",\"\\u0073ku\":\"NL-1\""), "NOT_JSON");
        row("an optional member twice", extended(",\"source\":null,\"source\":null"), "NOT_JSON");
        row("an unknown member twice", extended(",\"x\":1,\"x\":2"), "");
        row("unknown members of every kind", extended(",\"x\":{\"a\":[1,2.5e-3,true,false,null,\"t\"]}"), "");
        row("an unknown number beyond every machine type",
            extended(",\"x\":1e400,\"y\":-1234567890123456789012345"), "");
        row("such a number and wrong syntax", extended(",\"x\":1e400,"), "NOT_JSON");
        row("such a number inside text", withText("source", "1e400 \\\" 1e999"), "");
        row("exactly 1 MiB", padded(1'048'576), "");
        row("a byte more than 1 MiB", padded(1'048'577), "NOT_JSON");
        row("depth 32", nested(32), "");
        row("depth 33", nested(33), "NOT_JSON");
        row("depth 33 by an empty object",
            extended(",\"x\":" + QByteArray(31, '[') + "{}" + QByteArray(31, ']')), "NOT_JSON");
        row("100,000 brackets", extended(",\"x\":" + QByteArray(100'000, '[') + QByteArray(100'000, ']')),
            "NOT_JSON");
        row("100,000 open brackets", QByteArray(100'000, '['), "NOT_JSON");
        row("an empty object", "{}", "MISSING_FIELD");
        for (const char* member : {"event_id", "type", "sku", "warehouse", "quantity", "occurred_at"}) {
            row(qPrintable(QStringLiteral("no %1").arg(QLatin1String(member))),
                QByteArray::fromStdString(MovementJson().without(member).build()), "MISSING_FIELD");
            row(qPrintable(QStringLiteral("%1 is null").arg(QLatin1String(member))), with(member, "null"),
                "WRONG_TYPE");
            row(qPrintable(QStringLiteral("%1 is an object").arg(QLatin1String(member))), with(member, "{}"),
                "WRONG_TYPE");
        }
        for (const char* member : {"source", "transfer_id", "order_id", "reason"}) {
            row(qPrintable(QStringLiteral("%1 is null, so absent").arg(QLatin1String(member))),
                with(member, "null"), "");
            row(qPrintable(QStringLiteral("%1 is a number").arg(QLatin1String(member))), with(member, "7"),
                "WRONG_TYPE");
        }
        row("a missing member is named before a wrong type",
            QByteArray::fromStdString(MovementJson().raw("sku", "7").without("warehouse").build()),
            "MISSING_FIELD");
        row("event_id is a number", with("event_id", "7"), "WRONG_TYPE");
        row("quantity is text", with("quantity", "\"3\""), "WRONG_TYPE");
        row("quantity 3.0", with("quantity", "3.0"), "WRONG_TYPE");
        row("quantity 1e3", with("quantity", "1e3"), "WRONG_TYPE");
        row("quantity 1E3", with("quantity", "1E3"), "WRONG_TYPE");
        row("quantity 2^63", with("quantity", "9223372036854775808"), "WRONG_TYPE");
        row("quantity 2^64", with("quantity", "18446744073709551616"), "WRONG_TYPE");
        row("quantity of thirty digits", with("quantity", "123456789012345678901234567890"), "WRONG_TYPE");
        row("quantity 1e400", with("quantity", "1e400"), "WRONG_TYPE");
        row("quantity true", with("quantity", "true"), "WRONG_TYPE");
        row("quantity 2^63-1", with("quantity", "9223372036854775807"), "BAD_QUANTITY");
        row("quantity -2^63", with("quantity", "-9223372036854775808"), "BAD_QUANTITY");
        row("a wrong type before an unknown one",
            QByteArray::fromStdString(MovementJson().text("type", "x").raw("quantity", "3.0").build()),
            "WRONG_TYPE");
        row("an unknown type", withText("type", "theft"), "UNKNOWN_TYPE");
        row("a type in capitals", withText("type", "SALE"), "UNKNOWN_TYPE");
        row("an empty type", withText("type", ""), "UNKNOWN_TYPE");
        row("an escaped type", withText("type", "s\\u0061le"), "");
        row("quantity 0", with("quantity", "0"), "BAD_QUANTITY");
        row("quantity -1", with("quantity", "-1"), "BAD_QUANTITY");
        row("quantity 1000000", with("quantity", "1000000"), "");
        row("quantity 1000001", with("quantity", "1000001"), "BAD_QUANTITY");
        const auto adjusted = [](const char* type, const char* quantity) {
            return QByteArray::fromStdString(
                MovementJson().text("type", type).raw("quantity", quantity).build());
        };
        row("an adjustment of 0", adjusted("adjustment", "0"), "BAD_QUANTITY");
        row("an adjustment of -0", adjusted("adjustment", "-0"), "BAD_QUANTITY");
        row("an adjustment of -5", adjusted("adjustment", "-5"), "");
        row("an adjustment of -1000000", adjusted("adjustment", "-1000000"), "");
        row("an adjustment of -1000001", adjusted("adjustment", "-1000001"), "BAD_QUANTITY");
        row("a count of 0", adjusted("count", "0"), "");
        row("a count of -0", adjusted("count", "-0"), "");
        row("a count of -1", adjusted("count", "-1"), "BAD_QUANTITY");
        row("a bad quantity before a bad time",
            QByteArray::fromStdString(MovementJson().quantity(0).text("occurred_at", "x").build()),
            "BAD_QUANTITY");
        const auto at = [](const char* text) { return withText("occurred_at", text); };
        row("no zone", at("2026-11-22T02:00:00"), "BAD_TIME");
        row("a blank for the T", at("2026-11-22 02:00:00Z"), "BAD_TIME");
        row("lower case", at("2026-11-22t02:00:00z"), "");
        row("a zone of minus nothing", at("2026-11-22T02:00:00-00:00"), "");
        row("a zone to the east", at("2026-11-22T04:00:00+02:00"), "");
        row("many digits", at("2026-11-22T02:00:00.123456789012345Z"), "");
        row("a point without digits", at("2026-11-22T02:00:00.Z"), "BAD_TIME");
        row("second 60", at("2026-11-22T01:59:60Z"), "BAD_TIME");
        row("24:00", at("2026-11-21T24:00:00Z"), "BAD_TIME");
        row("a day that is none", at("2026-02-29T00:00:00Z"), "BAD_TIME");
        row("no time at all", at(""), "BAD_TIME");
        row("a blank behind", at("2026-11-22T02:00:00Z "), "BAD_TIME");
        row("exactly five minutes ahead", at("2026-11-22T02:05:00Z"), "");
        row("a microsecond more", at("2026-11-22T02:05:00.000001Z"), "BAD_TIME");
        row("zeros behind five minutes", at("2026-11-22T02:05:00.000000Z"), "");
        row("a year old", at("2025-11-22T02:00:00Z"), "");
        row("a bad time before another key",
            QByteArray::fromStdString(MovementJson().text("sku", "NL-2").text("occurred_at", "x").build()),
            "BAD_TIME");
        row("another key", withText("sku", "NL-2"), "KEY_MISMATCH");
        row("another key for an empty sku", withText("sku", ""), "KEY_MISMATCH");
        row("an escaped sku equals its key", withText("sku", "\\u004eL-1"), "");
        row("an empty event_id", withText("event_id", ""), "EMPTY_NAME");
        row("an empty warehouse", withText("warehouse", ""), "EMPTY_NAME");
        row("a warehouse of 128 bytes", withText("warehouse", std::string(128, 'w')), "");
        row("a warehouse of 129 bytes", withText("warehouse", std::string(129, 'w')), "EMPTY_NAME");
        row("65 letters of two bytes",
            withText("event_id",
                     [] {
                         std::string text;
                         for (int i = 0; i < 65; ++i)
                             text += "\u00e9";
                         return text;
                     }()),
            "EMPTY_NAME");
    }
    void theFirstFailingStepNamesTheReason() {
        QFETCH(QByteArray, value);
        QFETCH(QByteArray, reason);
        Decoder decoder;
        const Decoded decoded = decoder.movement(
            {"NL-1", std::string_view(value.constData(), static_cast<std::size_t>(value.size())), recorded});
        QCOMPARE(decoded ? QByteArray() : QByteArray(name(decoded.error().reason)), reason);
        if (!decoded)
            QVERIFY(!decoded.error().detail.empty());
    }

    void aNullValueIsEmpty() {
        QVERIFY(Decoder().movement({"NL-1", std::nullopt, recorded}).error().reason == BadReason::Empty);
    }
    void aNullKeyIsAMismatchEvenForAnEmptySku() {
        const std::string json = MovementJson().text("sku", "").build();
        QVERIFY(Decoder().movement({std::nullopt, json, recorded}).error().reason == BadReason::KeyMismatch);
        QVERIFY(Decoder().movement({"", json, recorded}).error().reason == BadReason::EmptyName);
    }
    void everyMemberArrivesAsWritten() {
        const std::string json = MovementJson()
                                     .text("type", "transfer_out")
                                     .text("source", "p\\u006fs")
                                     .text("transfer_id", "t-1")
                                     .text("order_id", "")
                                     .text("occurred_at", "2026-11-22T03:00:00.1239+01:00")
                                     .build();
        const Movement movement = *Decoder().movement({"NL-1", json, recorded});
        QCOMPARE(movement.eventId, std::string("e-1"));
        QVERIFY(movement.type == MovementType::TransferOut);
        QCOMPARE(movement.quantity, std::int64_t{3});
        QVERIFY(movement.occurredAt == (Instant{recorded + base::Duration{123}, "9"}));
        QCOMPARE(movement.source.value_or("?"), std::string("pos"));
        QCOMPARE(movement.transferId.value_or("?"), std::string("t-1"));
        QCOMPARE(movement.orderId.value_or("?"), std::string());
        QVERIFY(!movement.reason);
    }

    void theSameContentIsEqualHoweverItIsSpelled_data() {
        QTest::addColumn<QByteArray>("other");
        QTest::addColumn<bool>("same");
        QTest::newRow("spacing") << good().replace(",", " ,\n") << true;
        QTest::newRow("an unknown member") << extended(",\"x\":1") << true;
        QTest::newRow("an optional member as null") << extended(",\"reason\":null") << true;
        QTest::newRow("another event_id") << withText("event_id", "e-2") << true;
        QTest::newRow("the same instant in another zone")
            << withText("occurred_at", "2026-11-22T03:00:00.000+01:00") << true;
        QTest::newRow("an escape") << withText("warehouse", "BER\\u0031") << true;
        QTest::newRow("a nanosecond later")
            << withText("occurred_at", "2026-11-22T02:00:00.000000001Z") << false;
        QTest::newRow("another type") << withText("type", "return") << false;
        QTest::newRow("another quantity") << with("quantity", "4") << false;
        QTest::newRow("another warehouse") << withText("warehouse", "BER2") << false;
        QTest::newRow("a source") << withText("source", "pos") << false;
        QTest::newRow("an empty source") << withText("source", "") << false;
        QTest::newRow("a transfer_id") << withText("transfer_id", "t") << false;
        QTest::newRow("an order_id") << withText("order_id", "t") << false;
        QTest::newRow("a reason") << withText("reason", "t") << false;
    }
    void theSameContentIsEqualHoweverItIsSpelled() {
        QFETCH(QByteArray, other);
        QFETCH(bool, same);
        Decoder decoder;
        const Movement one = *decoder.movement({"NL-1", good().toStdString(), recorded});
        const std::string text = other.toStdString();
        const Movement two = *decoder.movement({"NL-1", text, recorded});
        QCOMPARE(contentHash(one) == contentHash(two), same);
    }

    void mutatedRecordsNeverCrashAndAlwaysAnswer() {
        std::mt19937 random(20261122); // the same mutations in every run
        const std::string seed =
            extended(",\"x\":{\"a\":[1,2.5e-3,\"\\ud83d\\ude00\",-0,1e400]}").toStdString();
        Decoder decoder;
        int goodOnes = 0;
        for (int round = 0; round < 40'000; ++round) {
            std::string bytes = seed;
            const unsigned edits = 1 + random() % 4;
            for (unsigned edit = 0; edit < edits && !bytes.empty(); ++edit) {
                const std::size_t at = random() % bytes.size();
                switch (random() % 4) {
                case 0:
                    bytes[at] = static_cast<char>(random() % 256);
                    break;
                case 1:
                    bytes.erase(at, 1 + random() % 5);
                    break;
                case 2:
                    bytes.insert(at, 1, "{}[]\",:\\0e.-"[random() % 12]);
                    break;
                default:
                    bytes.insert(at, bytes.substr(random() % bytes.size(), random() % 20));
                }
            }
            const Decoded decoded = decoder.movement({"NL-1", bytes, recorded});
            goodOnes += decoded ? 1 : 0;
            if (decoded)
                QVERIFY(!decoded->eventId.empty() && std::abs(decoded->quantity) <= maxQuantity);
        }
        QVERIFY(goodOnes > 100); // the mutations reach past the first steps
    }

    void productsAreReadMemberByMember() {
        Decoder decoder;
        const Product product = *decoder.product(
            R"({"name":"Aero","category":"Running","size":"42","colour":7,"unit_price":"79.95","currency":"EUR","reorder_point":12})");
        QCOMPARE(product.unitPrice.value_or("?"), std::string("79.95"));
        QCOMPARE(product.reorderPoint.value_or(-1), std::int64_t{12});
        QVERIFY(!product.colour);
        QVERIFY(!decoder.product(R"({"reorder_point":12.0})")->reorderPoint);
        QVERIFY(!decoder.product("[]"));
        QCOMPARE(decoder.warehouse(R"({"name":"Reno","kind":"store"})")->kind.value_or("?"),
                 std::string("store"));
    }
};

QTEST_GUILESS_MAIN(tst_Decoder)
#include "tst_decoder.moc"
