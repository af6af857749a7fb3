// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The archives of other projects that an image adds: {@code plugins.lock}. */
record PluginsLock(List<Line> lines) {
    /** One archive: Maven coordinates with type and classifier, the file's name, its SHA-512 in hex. */
    record Line(String coordinates, String file, String sha512) {
        Line {
            if (!coordinates.matches("[\\w.-]+:[\\w.-]+:\\d[\\w.-]*:[\\w.]+:[\\w-]+")) {
                throw new IllegalArgumentException("Cannot read coordinates " + coordinates
                        + " (expected group:artifact:version:type:classifier, the version fixed).");
            }
            String[] parts = coordinates.split(":");
            String expected = "%s-%s-%s.%s".formatted(parts[1], parts[2], parts[4], parts[3]);
            if (!file.equals(expected)) {
                throw new IllegalArgumentException("Cannot take file " + file + " (expected " + expected + ").");
            }
            if (!sha512.matches("[0-9a-f]{128}")) {
                throw new IllegalArgumentException(
                        "Cannot take the sum of " + file + " (expected a SHA-512: 128 hex digits).");
            }
        }

        String artifact() {
            return coordinates.split(":")[1];
        }

        String version() {
            return coordinates.split(":")[2];
        }
    }

    PluginsLock {
        lines = List.copyOf(lines);
        if (lines.stream().map(Line::artifact).distinct().count() != lines.size()) {
            throw new IllegalArgumentException("An artifact is listed twice.");
        }
    }

    static PluginsLock read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static PluginsLock parse(String text) {
        return new PluginsLock(text.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(PluginsLock::line)
                .toList());
    }

    private static Line line(String text) {
        String[] words = text.split(" ", -1);
        if (words.length != 3) {
            throw new IllegalArgumentException(
                    "Cannot read a line of " + words.length + " words (expected coordinates, file, SHA-512).");
        }
        return new Line(words[0], words[1], words[2]);
    }

    static String sha512(Path file) {
        try (InputStream in = Files.newInputStream(file);
                DigestInputStream digesting = new DigestInputStream(in, MessageDigest.getInstance("SHA-512"))) {
            digesting.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digesting.getMessageDigest().digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
