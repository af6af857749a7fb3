// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.metabase;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A password or key. Its text never shows it. */
record Secret(String value) {
    private static final String SHOWN = "***";

    Secret {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("empty secret");
        }
    }

    /** The first line of {@code file} if there is one, else what {@code variable} holds; empty if neither says anything. */
    static Optional<Secret> from(@Nullable Path file, String variable, Map<String, String> environment) {
        if (file == null) {
            return Optional.ofNullable(environment.get(variable))
                    .filter(value -> !value.isEmpty())
                    .map(Secret::new);
        }
        try {
            return Optional.of(Files.readString(file).lines().findFirst().orElse(""))
                    .filter(line -> !line.isEmpty())
                    .map(Secret::new)
                    .or(() -> {
                        throw new Problem("Cannot read a secret from " + file + ": its first line is empty (expected"
                                + " the secret).");
                    });
        } catch (IOException e) {
            throw new Problem("Cannot read a secret from " + file + ": " + e + ".", e);
        }
    }

    /** {@code text} without this secret. */
    String blot(String text) {
        return text.replace(value, SHOWN);
    }

    @Override
    public String toString() {
        return SHOWN;
    }
}
