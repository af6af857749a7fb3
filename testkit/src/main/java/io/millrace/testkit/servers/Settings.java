// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** A Java properties file. */
final class Settings {
    private Settings() {}

    static Path write(Path file, Map<String, String> settings) throws IOException {
        return Files.writeString(file, text(settings));
    }

    static String text(Map<String, String> settings) throws IOException {
        Properties properties = new Properties();
        properties.putAll(settings);
        StringWriter text = new StringWriter();
        properties.store(text, null);
        return text.toString();
    }
}
