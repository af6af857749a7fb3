// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** ClickHouse as a child process, from the library that {@code testkit/npm/fetch clickhouse} unpacked. */
final class ClickHouseProcess {
    private static final String LIBRARY = "libchdb.so";
    private static final Jvm SMALL = Jvm.quickStart("32m");

    private ClickHouseProcess() {}

    /** The library, if there is one. */
    static Optional<Path> library() {
        String given = System.getenv(ClickHouseServer.HOME_VARIABLE);
        if (given != null && !given.isBlank()) {
            Path library = Path.of(given, LIBRARY).toAbsolutePath();
            if (!Files.isRegularFile(library)) {
                throw new IllegalStateException(
                        "Cannot find ClickHouse in %s=%s: no %s. Run testkit/npm/fetch clickhouse."
                                .formatted(ClickHouseServer.HOME_VARIABLE, given, LIBRARY));
            }
            return Optional.of(library);
        }
        Path unpacked = Binaries.directory().resolveSibling("clickhouse").resolve(LIBRARY);
        return Optional.of(unpacked).filter(Files::isRegularFile);
    }

    /** On the data in {@code home}, made when it starts if there are none. */
    static Instance prepare(Path library, Path home, ClickHouseConfig config) throws IOException {
        Files.createDirectories(home.resolve("data"));
        Path file = config.write(home);
        List<String> command = SMALL.command(
                "%s:%s".formatted(placeOf(ClickHouseMain.class), placeOf(NativeLibrary.class)),
                ClickHouseMain.class.getName(),
                List.of(library.toString(), file.toString()));
        return new ChildProcess(ChildProcess.Spec.of("clickhouse", home, command));
    }

    private static Path placeOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException("Cannot tell where " + type.getName() + " was loaded from", impossible);
        }
    }
}
