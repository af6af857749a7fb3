// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.interactions.Actions;

/** The page in a real browser, told of pipelines that are not there. */
@Timeout(300)
class LivePageIT {
    private static final String FOCUSABLE =
            "a[href], button, summary, [tabindex='0']"; // what a keyboard must reach, where it can be seen

    private static Browser browser;

    private LivePage page = LivePage.start(0);

    @BeforeAll
    static void openBrowser() throws IOException {
        browser = Browser.open();
    }

    @AfterAll
    static void closeBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void visit() {
        page.publish(Samples.running(7));
        browser.visit(page.url());
        browser.awaitText("#state", "Live");
    }

    @AfterEach
    void stop() {
        page.close();
    }

    @Test
    void showsEveryPartAndGoesOnByItself() {
        assertThat(browser.text("#drawing")).contains("Device API", "source", "events", "device_events", "● running");
        assertThat(browser.text("#tiles")).contains("Records per second\n13", "2 of 2", "120 ms");
        assertThat(browser.text("#lag-table")).contains("sink\tevents-0\t7\t10\t3", "sink\tevents-1\t–\t0\t0");
        assertThat(browser.text("#row-tables")).contains("device_events: 7 rows", "e2\tnull");
        assertThat(browser.ask("return document.querySelectorAll('canvas').length"))
                .isEqualTo(6L);

        page.publish(Samples.running(1_234));

        browser.awaitText("#row-tables", "device_events: 1,234 rows");
        assertThat(browser.text("#drawing")).contains("1,234 · 13/s");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void asksNoOtherServer() {
        Object addresses = browser.ask("return performance.getEntriesByType('resource').map(each => each.name)");

        assertThat((List<?>) addresses)
                .hasSizeGreaterThan(6)
                .allSatisfy(address -> assertThat(String.valueOf(address)).startsWith(page.url() + "/"));
    }

    @Test
    void saysWhyATaskFailed() {
        page.publish(Samples.failed());

        browser.awaitText("#failures", "Caused by: java.sql.SQLException: permission denied for <script>");
        assertThat(browser.text("#drawing")).contains("▲ failed");
        assertThat(browser.text("#connector-table")).contains("sink\ttask 0\tfailed\torg.apache.kafka.connect.errors");
        assertThat(browser.text("#changes")).isEqualTo("sink is failed.");
        assertThat(browser.ask("return document.title")).isEqualTo("▲ 1 failed – Millrace");

        page.publish(Samples.running(8));

        browser.awaitText("#changes", "sink is running.");
        assertThat(browser.text("#failures")).isEmpty();
    }

    @Test
    void saysWhyARecordIsADeadLetter() {
        assertThat(browser.text("#dead-hint")).startsWith("No connector has a dead letter queue:");

        page.publish(Samples.withDeadLetter());

        browser.awaitText("#dead-table", "events-0@41\tvalue converter\tCannot decode price: 3 bytes (expected 8)");
        assertThat(browser.text("#dead-hint"))
                .isEqualTo("What sinks could not use, in dead: 21 in all, the newest 1 here.");
    }

    @Test
    void takesTextForTextWhateverItSays() {
        page.publish(Samples.failed());
        browser.awaitText("#failures", "<script>");
        page.publish(Samples.withDeadLetter());
        browser.awaitText("#dead-table", Samples.SCRIPT);

        assertThat(browser.text("#row-tables")).contains(Samples.SCRIPT);
        assertThat(browser.ask("return document.title")).isEqualTo("Millrace");
        assertThat(browser.ask("return document.querySelectorAll('main script, main img').length"))
                .isEqualTo(0L);
    }

    @Test
    void saysThatItLostTheConnectionAndComesBack() {
        int port = URI.create(page.url()).getPort();
        page.close();

        browser.awaitText("#banner", "No connection to ./millrace up at 127.0.0.1:" + port + ".");
        assertThat(browser.text("#state")).isEqualTo("Not connected");

        page = LivePage.start(port);
        page.publish(Samples.running(99));

        browser.awaitText("#state", "Live");
        browser.awaitText("#row-tables", "device_events: 99 rows");
        assertThat(browser.text("#banner")).isEmpty();
    }

    @Test
    void saysThatNothingNewComes() {
        browser.awaitText("#banner", "The pipeline does not answer: nothing new since ");

        page.publish(Samples.running(8));

        browser.awaitText("#state", "Live");
        assertThat(browser.text("#banner")).isEmpty();
    }

    @Test
    void saysWhyThePipelineStopped() {
        page.end("Kafka Connect has stopped.");

        browser.awaitText("#banner", "Kafka Connect has stopped. The page shows what was last known.");
        page.close();
        await().untilAsserted(() -> assertThat(browser.text("#state")).isEqualTo("Stopped"));
    }

    @Test
    void standsStillWhenPaused() {
        browser.click("pause");
        browser.awaitText("#state", "Paused");
        page.publish(Samples.failed());
        browser.awaitText("#changes", "sink is failed.");

        assertThat(browser.text("#failures")).isEmpty();

        browser.click("pause");
        browser.awaitText("#failures", "permission denied");
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void breaksNoRuleOfAccessibility(String theme) {
        browser.prefer(theme);
        browser.awaitElement("#latency-chart [data-scheme=" + theme + "]");
        page.publish(Samples.withDeadLetter());
        browser.awaitText("#dead-table", "events-0@41");
        openDetails();
        assertThat(Axe.violations(browser.driver())).isEmpty();

        page.publish(Samples.failed());
        browser.awaitText("#failures", "permission denied");
        openDetails();
        assertThat(Axe.violations(browser.driver())).isEmpty();

        page.end("It was stopped.");
        browser.awaitText("#banner", "It was stopped.");
        assertThat(Axe.violations(browser.driver())).isEmpty();
    }

    private static void openDetails() {
        browser.ask("document.querySelectorAll('details').forEach(each => each.open = true)");
    }

    @Test
    void isReachedByKeyboardInWhole() {
        page.publish(Samples.failed());
        browser.awaitText("#failures", "permission denied");
        openDetails();
        long expected = (Long) browser.ask(
                "return [...document.querySelectorAll(arguments[0])]"
                        + ".filter(each => each.checkVisibility()).length",
                FOCUSABLE);
        browser.ask("window.reached = new Set(); document.addEventListener('focusin', e => reached.add(e.target));"
                + "document.body.focus()");

        for (int i = 0; i < expected + 5; i++) {
            new Actions(browser.driver()).sendKeys(Keys.TAB).perform();
        }

        assertThat(browser.ask(
                        "return [...document.querySelectorAll(arguments[0])]"
                                + ".filter(each => each.checkVisibility() && !reached.has(each)).map(each => each.outerHTML.slice(0, 120))",
                        FOCUSABLE))
                .isEqualTo(List.of());
        browser.ask("document.getElementById('pause').focus()");
        new Actions(browser.driver()).sendKeys(Keys.SPACE).perform();
        assertThat(browser.ask("return document.getElementById('pause').getAttribute('aria-pressed')"))
                .isEqualTo("true");
    }
}
