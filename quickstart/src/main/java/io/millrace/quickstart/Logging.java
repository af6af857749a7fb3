// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import java.nio.file.Path;

/** Sends what libraries log to a file, because the terminal belongs to the display. */
final class Logging {
    private static final String SIMPLE = "org.slf4j.simpleLogger.";

    private Logging() {}

    /** Works only before the first logger is made. */
    static void to(Path file) {
        System.setProperty(SIMPLE + "logFile", file.toString());
        System.setProperty(SIMPLE + "defaultLogLevel", "warn");
        System.setProperty(SIMPLE + "showDateTime", "true");
    }
}
