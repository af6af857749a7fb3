// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.testkit.servers.Binaries;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * Chromium without a window, from where {@code testkit/debian/fetch chromium} puts it, or from the PATH. Where there is none
 * the calling test is skipped and says so.
 */
public final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ChromeDriverService service;
    private final ChromeDriver driver;

    private Browser(ChromeDriverService service, ChromeOptions options) {
        this.service = service;
        this.driver = new ChromeDriver(service, options);
        driver.manage().timeouts().scriptTimeout(PATIENCE);
    }

    /** With an empty profile. */
    public static Browser open() throws IOException {
        Path unpacked = Binaries.directory().resolveSibling("chromium");
        Optional<Path> chromium = program(unpacked, "chromium", "chromium-browser", "google-chrome", "chrome");
        Optional<Path> chromedriver = program(unpacked, "chromedriver");
        Assumptions.assumeTrue(
                chromium.isPresent() && chromedriver.isPresent(),
                "Chromium and its driver are neither in " + unpacked
                        + ", where testkit/debian/fetch chromium puts them, nor on the PATH.");
        Path profile = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "browser");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.orElseThrow().toFile());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run");
        options.addArguments("--disable-background-networking", "--disable-component-update", "--disable-sync");
        options.addArguments("--disable-quic", "--disable-dev-shm-usage", "--hide-scrollbars", "--lang=en");
        options.addArguments("--window-size=1440,1000", "--user-data-dir=" + profile.toAbsolutePath());
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.orElseThrow().toFile())
                .usingAnyFreePort()
                .withEnvironment(environment(unpacked))
                .withLogFile(profile.resolve("driver.log").toFile())
                .build();
        return new Browser(service, options);
    }

    private static Map<String, String> environment(Path unpacked) {
        Path libraries = unpacked.resolve("usr/lib/x86_64-linux-gnu");
        return Map.of("LD_LIBRARY_PATH", libraries + ":" + libraries.resolve("pulseaudio"), "HOME", "/tmp");
    }

    private static Optional<Path> program(Path unpacked, String... names) {
        for (String folder : List.of("usr/lib/chromium", "usr/bin")) { // a script in usr/bin wants an installed one
            Path own = unpacked.resolve(folder).resolve(names[0]);
            if (Files.isExecutable(own)) {
                return Optional.of(own);
            }
        }
        for (String name : names) {
            for (String dir : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
                if (Files.isExecutable(Path.of(dir, name))) {
                    return Optional.of(Path.of(dir, name));
                }
            }
        }
        return Optional.empty();
    }

    ChromeDriver driver() {
        return driver;
    }

    public void visit(String url) {
        driver.get(url);
    }

    /** How the system's theme is told to the page: {@code light} or {@code dark}. */
    public void prefer(String theme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", theme))));
    }

    /** What is to be read in the first element that the selector finds. */
    public String text(String selector) {
        return String.valueOf(
                driver.executeScript("return document.querySelector(arguments[0])?.innerText ?? ''", selector));
    }

    /** Waits until a text is to be read there. */
    public void awaitText(String selector, String part) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(text(selector)).contains(part));
    }

    /** Waits until there is an element. */
    public void awaitElement(String selector) {
        await().atMost(PATIENCE).until(() -> ask("return document.querySelector(arguments[0])", selector) != null);
    }

    /** What a script returns. */
    public @Nullable Object ask(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** What the page complained of, failed requests left out: a server that is gone is part of a test. */
    public List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .filter(message -> !message.contains("net::ERR_"))
                .toList();
    }

    /** Writes the visible part of the page as PNG. */
    public void photograph(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    }

    /** More or less of the page is seen. */
    public void resize(int width, int height) {
        driver.manage().window().setSize(new Dimension(width, height));
    }

    /** Clicks the element with this id. */
    public void click(String id) {
        driver.findElement(By.id(id)).click();
    }

    @Override
    public void close() {
        driver.quit();
        service.stop();
    }
}
