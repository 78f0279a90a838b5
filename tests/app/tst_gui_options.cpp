// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui_options.h"

#include <QTemporaryDir>
#include <QTest>

using namespace streamscape;
using widgets::ThemeChoice;

namespace {

app::GuiParsed parse(const std::vector<std::string>& words) {
    std::vector<const char*> arguments{"streamscape"};
    for (const std::string& word : words)
        arguments.push_back(word.c_str());
    return app::parseGuiOptions(static_cast<int>(arguments.size()), arguments.data());
}

QStringList files(const app::GuiOptions& options, const QString& folder) {
    QStringList names;
    for (const app::Picture& picture : options.pictures)
        names << QString(picture.file).remove(folder + QLatin1Char('/'));
    return names;
}

} // namespace

class TestGuiOptions final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void onePictureIsOfWhereTheWindowGoesFirst() {
        const app::GuiParsed parsed =
            parse({"--theme", "light", "--screenshot", "out.png", "streamscape://audit"});
        QVERIFY(!parsed.exit);
        QCOMPARE(parsed.options.pictures.size(), std::size_t{1});
        QCOMPARE(parsed.options.pictures[0].file, QStringLiteral("out.png"));
        QVERIFY(!parsed.options.pictures[0].place);
        QVERIFY(!parsed.options.pictures[0].theme);
        QCOMPARE(parsed.options.theme, std::optional(ThemeChoice::Light));
        QCOMPARE(parsed.options.location->page, std::string("audit"));
    }
    void aFolderGetsEveryPlaceInBothThemes() {
        const QTemporaryDir folder;
        const app::GuiParsed parsed = parse({"--screenshot", folder.path().toStdString() + "/",
                                             "streamscape://inventory/stock", "streamscape://lag"});
        QVERIFY(!parsed.exit);
        QCOMPARE(files(parsed.options, folder.path()),
                 QStringList({QStringLiteral("inventory-stock-dark.png"), QStringLiteral("lag-dark.png"),
                              QStringLiteral("inventory-stock-light.png"), QStringLiteral("lag-light.png")}));
        QCOMPARE(parsed.options.pictures[3].theme, std::optional(ThemeChoice::Light));
        QCOMPARE(parsed.options.pictures[3].place->page, std::string("lag"));
        QCOMPARE(parsed.options.location->page, std::string("inventory"));
    }
    void aThemeThatIsNamedIsTheOnlyOne() {
        const QTemporaryDir folder;
        const app::GuiParsed parsed =
            parse({"--theme", "light", "--screenshot", folder.path().toStdString(), "streamscape://lag"});
        QCOMPARE(files(parsed.options, folder.path()), QStringList{QStringLiteral("lag-light.png")});
    }
    void twoPlacesOnOnePageHaveFilesOfTheirOwn() {
        const QTemporaryDir folder;
        const app::GuiParsed parsed = parse({"--theme", "dark", "--screenshot", folder.path().toStdString(),
                                             "streamscape://lag", "streamscape://lag?group=storefront"});
        QCOMPARE(files(parsed.options, folder.path()),
                 QStringList({QStringLiteral("lag-dark.png"), QStringLiteral("lag-2-dark.png")}));
    }
    void whatCannotBeDrawnIsWrongUsage_data() {
        QTest::addColumn<std::vector<std::string>>("words");
        using Words = std::vector<std::string>;
        QTest::newRow("a folder that is not there")
            << Words{"--screenshot", "/nowhere/at/all/", "streamscape://lag"};
        QTest::newRow("a folder and no place") << Words{"--screenshot", "/tmp/"};
        QTest::newRow("two places in one picture")
            << Words{"--screenshot", "out.png", "streamscape://lag", "streamscape://audit"};
        QTest::newRow("two places in one window") << Words{"streamscape://lag", "streamscape://audit"};
        QTest::newRow("no place at all") << Words{"--screenshot", "/tmp/", "lag"};
        QTest::newRow("a wait without a picture") << Words{"--settle", "3"};
    }
    void whatCannotBeDrawnIsWrongUsage() {
        QFETCH(std::vector<std::string>, words);
        QCOMPARE(parse(words).exit, std::optional(2));
    }
};

QTEST_GUILESS_MAIN(TestGuiOptions)
#include "tst_gui_options.moc"
