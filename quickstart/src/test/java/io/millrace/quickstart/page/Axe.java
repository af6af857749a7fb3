// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.chrome.ChromeDriver;

/**
 * axe-core, installed by {@code npm ci} in the version of {@code src/test/node/package-lock.json}, from wherever this
 * machine's npm gets its packages. Where there is no npm or no network the calling test is skipped and says so.
 */
final class Axe {
    private static final Path SOURCES = Path.of("src", "test", "node");
    private static final Path HOME = Path.of("target", "axe");
    private static final int MAX_SECONDS = 300;

    private Axe() {}

    /** What is wrong with the page, one line a rule. */
    static String violations(ChromeDriver browser) {
        Assumptions.assumeTrue(Installation.ABSENT.isEmpty(), Installation.ABSENT);
        try {
            browser.executeScript(Files.readString(HOME.resolve("node_modules/axe-core/axe.min.js")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return String.valueOf(browser.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                axe.run(document, {resultTypes: ["violations"]}).then(
                  (found) => done(found.violations.map((rule) => rule.id + ": " + rule.help + " "
                    + rule.nodes.slice(0, 5).map((node) => node.html.slice(0, 200) + " " + node.failureSummary).join(" | ")).join("\\n")),
                  (error) => done("axe failed: " + error));
                """));
    }

    /** Made once. */
    private static final class Installation {
        /** Why there is none; empty when there is. */
        static final String ABSENT = install();

        private static String install() {
            try {
                Files.createDirectories(HOME);
                for (String file : List.of("package.json", "package-lock.json")) {
                    Files.copy(SOURCES.resolve(file), HOME.resolve(file), StandardCopyOption.REPLACE_EXISTING);
                }
                return npm();
            } catch (IOException notThere) {
                return "npm is not on the PATH: " + notThere.getMessage();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private static String npm() throws IOException, InterruptedException {
            Path log = HOME.resolve("npm.log");
            Process npm = new ProcessBuilder(
                            "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline")
                    .directory(HOME.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!npm.waitFor(MAX_SECONDS, TimeUnit.SECONDS)) {
                npm.destroyForcibly();
                return "npm took more than " + MAX_SECONDS + " s.";
            }
            return npm.exitValue() == 0 ? "" : "npm could not install axe-core: " + Files.readString(log);
        }
    }
}
