// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a server that runs has logged since a moment. */
final class LogFile {
    private LogFile() {}

    static long end(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String since(Path file, long end) {
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            byte[] rest = new byte[Math.toIntExact(log.length() - end)];
            log.seek(end);
            log.readFully(rest);
            return new String(rest, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
