// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/settings/properties_file.h"

#include <QTest>

#include <random>

using namespace streamscape;
using settings::Property;

Q_DECLARE_METATYPE(std::string)

class TestPropertiesFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aJavaLineGivesKeyAndValue_data() {
        QTest::addColumn<std::string>("line");
        QTest::addColumn<std::string>("key");
        QTest::addColumn<std::string>("value");
        const auto row = [](const char* name, const char* line, const char* key, const char* value) {
            QTest::newRow(name) << std::string(line) << std::string(key) << std::string(value);
        };
        row("equals", "a=b", "a", "b");
        row("colon", "a:b", "a", "b");
        row("blank", "a b", "a", "b");
        row("blanks around", "  a \t = \t b ", "a", "b ");
        row("equals in the value", "a=b=c", "a", "b=c");
        row("no value", "a", "a", "");
        row("empty value", "a=", "a", "");
        row("escaped separator in the key", "a\\=b=c", "a=b", "c");
        row("escapes", "a=\\t\\n\\\\\\q", "a", "\t\n\\q");
        row("unicode", "a=\\u00e9\\u20ac", "a", "\xc3\xa9\xe2\x82\xac");
        row("a pair of surrogates", "a=\\ud83d\\ude00", "a", "\xf0\x9f\x98\x80");
        row("half a pair", "a=\\ud83dx", "a", "\xef\xbf\xbdx");
        row("utf-8 as it is", "a=\xc3\xa9", "a", "\xc3\xa9");
        row("continued", "a=b\\\n   c", "a", "bc");
        row("continued with Windows ends", "a=b\\\r\n\tc\r\n", "a", "bc");
        row("an escaped backslash does not continue", "a=b\\\\", "a", "b\\");
        row("continued at the end of the file", "a=b\\", "a", "b");
        row("byte order mark",
            "\xef\xbb\xbf"
            "a=b",
            "a", "b");
    }
    void aJavaLineGivesKeyAndValue() {
        QFETCH(std::string, line);
        QFETCH(std::string, key);
        QFETCH(std::string, value);
        const auto found = settings::parseJavaProperties(line, "f");
        QVERIFY(found);
        QCOMPARE(found->size(), std::size_t{1});
        QCOMPARE(found->front().key, key);
        QCOMPARE(found->front().value, value);
    }

    void linesAreCountedThroughRemarksAndContinuations() {
        const auto found = settings::parseJavaProperties("# remark \\\n! remark\n\na=1\\\n  2\nb=3\n", "f");
        QCOMPARE(*found, (std::vector<Property>{{4, "a", "12"}, {6, "b", "3"}}));
    }

    void aBrokenEscapeNamesItsLine() {
        const auto found = settings::parseJavaProperties("a=1\nb=\\u12g4\n", "client.properties");
        QCOMPARE(found.error().where, std::string("client.properties:2"));
        QVERIFY(!found.error().hint.empty());
    }

    void librdkafkasValuesAreTakenAsTheyAre() {
        const auto found = settings::parseRdkafkaProperties("# remark\n a = b\\n=c d \r\n\nx=\n", "f");
        QCOMPARE(*found, (std::vector<Property>{{2, "a", "b\\n=c d"}, {4, "x", ""}}));
    }

    void aLineWithoutEqualsNamesItsLine() {
        const auto found = settings::parseRdkafkaProperties("a=b\nsecret-without-a-key\n", "f.conf");
        QCOMPARE(found.error().where, std::string("f.conf:2"));
        QVERIFY(
            !QString::fromStdString(base::describe(found.error())).contains(QLatin1String("secret-without")));
    }

    void aJaasLineGivesModuleAndOptions() {
        const auto jaas = settings::parseJaas(
            "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"ada\" "
            "password=\"a \\\"b\\\" ;=c\" tokenauth=true empty=\"\" ;");
        QVERIFY2(jaas, jaas ? "" : jaas.error().what.c_str());
        QCOMPARE(jaas->module, std::string("ScramLoginModule"));
        QCOMPARE(*jaas->option("username"), std::string("ada"));
        QCOMPARE(*jaas->option("password"), std::string("a \"b\" ;=c"));
        QCOMPARE(*jaas->option("tokenauth"), std::string("true"));
        QCOMPARE(*jaas->option("empty"), std::string());
        QVERIFY(!jaas->option("other"));
    }

    void aBrokenJaasLineIsAnErrorWithoutItsContent_data() {
        QTest::addColumn<std::string>("line");
        for (const char* line :
             {"", ";", "Module", "Module required", "Module required password=\"hunter2\"",
              "Module required password=\"hunter2", "Module required password=\"hunter2\" x;",
              "Module wanted password=\"hunter2\";", "A required password=\"hunter2\"; B required;",
              "Module required password=;", "Module required =\"hunter2\";"})
            QTest::newRow(*line ? line : "empty") << std::string(line);
    }
    void aBrokenJaasLineIsAnErrorWithoutItsContent() {
        QFETCH(std::string, line);
        const auto jaas = settings::parseJaas(line);
        QVERIFY(!jaas);
        QVERIFY(!QString::fromStdString(base::describe(jaas.error())).contains(QLatin1String("hunter2")));
    }

    void nothingFallsOverOnMutatedInput() {
        const std::string seed =
            "bootstrap.servers=a:1,b:2\n# remark\nsasl.jaas.config=org.x.ScramLoginModule "
            "required \\\n  username=\"a\\\"\" password='\\u00e9';\nssl.x : y\\\\\n";
        std::mt19937 random(7);
        const auto pick = [&](std::size_t n) {
            return std::uniform_int_distribution<std::size_t>(0, n - 1)(random);
        };
        constexpr std::string_view alphabet = "\\\n\r\t =:#!\"';u0d8\xff\0x";
        for (int round = 0; round < 20'000; ++round) {
            std::string text = seed;
            for (std::size_t change = pick(6) + 1; change > 0 && !text.empty(); --change) {
                const std::size_t at = pick(text.size());
                switch (pick(4)) {
                case 0:
                    text[at] = alphabet[pick(alphabet.size())];
                    break;
                case 1:
                    text.insert(at, 1, alphabet[pick(alphabet.size())]);
                    break;
                case 2:
                    text.erase(at, pick(8) + 1);
                    break;
                default:
                    text.resize(at);
                }
            }
            const auto lines =
                1 + std::count_if(text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; });
            if (const auto found = settings::parseJavaProperties(text, "f"))
                for (const Property& property : *found) {
                    QVERIFY(property.line >= 1 && property.line <= lines);
                    static_cast<void>(settings::parseJaas(property.value));
                }
            static_cast<void>(settings::parseRdkafkaProperties(text, "f"));
        }
    }
};

QTEST_GUILESS_MAIN(TestPropertiesFile)
#include "tst_properties_file.moc"
