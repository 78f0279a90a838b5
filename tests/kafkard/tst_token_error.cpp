// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/kafkard/errors.h"
#include "models/kafkard/token_error.h"

#include <QTest>

using namespace streamscape;
using base::ErrorKind;

/// What is said of a token that did not come, from librdkafka's own words.
class TestTokenError : public QObject {
    Q_OBJECT

private:
    static kafka::ConnectionSpec spec() {
        kafka::ConnectionSpec spec;
        spec.properties = {{"bootstrap.servers", "broker:9092"},
                           {"security.protocol", "SASL_SSL"},
                           {"sasl.mechanism", "OAUTHBEARER"},
                           {"sasl.oauthbearer.method", "oidc"},
                           {"sasl.oauthbearer.token.endpoint.url", "https://login.example/oauth/token"},
                           {"sasl.oauthbearer.client.id", "console"},
                           {"sasl.oauthbearer.client.secret", "hunter2"}};
        return spec;
    }
    static base::Error of(const std::string& reason) {
        return kafkard::tokenError("Failed to acquire SASL OAUTHBEARER token: " + reason, spec())
            .value_or(base::Error{});
    }

private Q_SLOTS:
    void everyReasonHasItsKindItsWordsAndItsHint_data() {
        QTest::addColumn<std::string>("reason");
        QTest::addColumn<int>("kind");
        QTest::addColumn<std::string>("what");
        QTest::addColumn<std::string>("hint");
        const auto row = [](const char* name, const char* reason, ErrorKind kind, const char* what,
                            const char* hint) {
            QTest::newRow(name) << std::string(reason) << static_cast<int>(kind) << std::string(what)
                                << std::string(hint);
        };
        row("refused by OAuth's error", R"({"error":"invalid_client","error_description":"no such client"})",
            ErrorKind::Auth, "refused this client: invalid_client, no such client", "secret");
        row("refused with the code alone", R"({"error":"invalid_scope"})", ErrorKind::Auth,
            "refused this client: invalid_scope", "scope");
        row("refused with a page", "<html><body>401</body></html>", ErrorKind::Auth, "with a page",
            "address");
        row("refused in plain words", "go away\r\nplease", ErrorKind::Auth, "gave no token: go away  please",
            "secret");
        row("refused without words", "Server did not provide an error string", ErrorKind::Auth,
            "gave no token", "secret");
        row("a page instead of a token", "Response is not JSON encoded: text/html", ErrorKind::Auth,
            "gives no token", "token.endpoint.url");
        row("other JSON", R"(Expected JSON response with "access_token" field)", ErrorKind::Auth,
            "gives no token", "token.endpoint.url");
        row("no JWT", "Failed to decode JWT payload: The token is invalid with less than 2 delimiters",
            ErrorKind::Auth, "gives no token", "token.endpoint.url");
        row("expired", "Must supply an unexpired token: now=2ms, exp=1ms", ErrorKind::Auth, "expired already",
            "clocks");
        row("closed port",
            "Failed to connect to login.example port 443 after 0 ms: Couldn't connect to server",
            ErrorKind::Transport, "cannot be reached", "running");
        row("no such host", "Could not resolve host: login.example", ErrorKind::Transport,
            "cannot be reached", "address");
        row("silent", "Operation timed out after 20001 milliseconds with 0 bytes received",
            ErrorKind::Timeout, "did not answer in time", "firewalls");
        row("unknown CA", "SSL certificate problem: unable to get local issuer certificate", ErrorKind::Auth,
            "cannot be trusted", "https.ca.location");
    }
    void everyReasonHasItsKindItsWordsAndItsHint() {
        QFETCH(std::string, reason);
        QFETCH(int, kind);
        QFETCH(std::string, what);
        QFETCH(std::string, hint);
        const base::Error error = of(reason);
        QCOMPARE(static_cast<int>(error.kind), kind);
        QVERIFY2(error.what.find(what) != std::string::npos, error.what.c_str());
        QVERIFY2(error.hint.find(hint) != std::string::npos, error.hint.c_str());
        QCOMPARE(error.where, std::string("https://login.example/oauth/token"));
    }

    void theReasonIsAlsoTakenFromWhatABrokerConnectionLacks() {
        const auto error = kafkard::tokenError(
            "sasl_ssl://broker:9092/bootstrap: Failed to initialize SASL authentication: OAUTHBEARER cannot "
            R"(log in because there is no token available; last error: {"error":"invalid_client"})",
            spec());
        QVERIFY(error.has_value());
        QVERIFY2(error->what.find("invalid_client") != std::string::npos, error->what.c_str());
    }

    void whatIsNotAboutATokenIsNone() {
        QVERIFY(!kafkard::tokenError("sasl_ssl://broker:9092/bootstrap: SASL authentication error", spec()));
    }

    void aTokenThatTheBrokerRefusesIsTheBrokersRefusal() {
        const base::Error error = kafkard::connectionError(
            RD_KAFKA_RESP_ERR__AUTHENTICATION,
            R"(sasl_ssl://broker:9092/bootstrap: SASL authentication error: {"status":"invalid_token"})",
            spec());
        QCOMPARE(error.kind, ErrorKind::Auth);
        QCOMPARE(error.where, std::string("broker:9092"));
        QCOMPARE(error.what, std::string("The broker refused this token"));
    }

    void noSecretIsInTheTextWhateverTheEndpointRepeats() {
        // base64 of "console:hunter2"
        for (const char* reason : {R"({"error":"invalid_client","error_description":"not hunter2"})",
                                   "you sent Basic Y29uc29sZTpodW50ZXIy", "the secret hunter2 is wrong"}) {
            const std::string text = base::describe(of(reason));
            QVERIFY2(text.find("hunter2") == std::string::npos, text.c_str());
            QVERIFY2(text.find("Y29uc29sZTpodW50ZXIy") == std::string::npos, text.c_str());
        }
    }

    void aLongAnswerIsCutAtAWholeCharacter() {
        std::string umlauts;
        for (int i = 0; i < 500; ++i)
            umlauts += "ü";
        const std::string what = of("x" + umlauts).what;
        QVERIFY(what.size() < 250);
        QCOMPARE(QString::fromStdString(what).toStdString(), what);
        QVERIFY(!QString::fromStdString(what).contains(QChar::ReplacementCharacter));
    }
};

QTEST_GUILESS_MAIN(TestTokenError)
#include "tst_token_error.moc"
