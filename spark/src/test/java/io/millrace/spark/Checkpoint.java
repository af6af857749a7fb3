// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What Spark has noted of a query on disk: the batches that it began, and those that it finished. */
record Checkpoint(Path folder) {
    static Checkpoint of(Path job, String query) {
        return new Checkpoint(job.resolve(query));
    }

    /** The number of the last batch that was begun; -1 for none. */
    int begun() {
        return last("offsets");
    }

    /** The number of the last batch that was finished; -1 for none. */
    int finished() {
        return last("commits");
    }

    /** As if the driver had died after a batch was written, before that was noted. */
    void loseLastCommit() throws IOException {
        int last = finished();
        Files.delete(folder.resolve("commits/" + last));
        Files.delete(folder.resolve("commits/." + last + ".crc"));
    }

    private int last(String log) {
        Path files = folder.resolve(log);
        if (!Files.isDirectory(files)) {
            return -1;
        }
        try (Stream<Path> names = Files.list(files)) {
            return names.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("\\d+"))
                    .mapToInt(Integer::parseInt)
                    .max()
                    .orElse(-1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
