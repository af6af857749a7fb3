// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** MySQL as a child process, from what {@code testkit/debian/fetch mysql} unpacked. */
final class MySqlProcess {
    private static final String LIBRARIES = "usr/lib/x86_64-linux-gnu";

    private MySqlProcess() {}

    /** The folder with the server, if there is one. */
    static Optional<Path> program() {
        String given = System.getenv(MySqlServer.HOME_VARIABLE);
        if (given != null && !given.isBlank()) {
            Path program = Path.of(given).toAbsolutePath();
            if (!Files.isRegularFile(daemon(program))) {
                throw new IllegalStateException("Cannot find MySQL in %s=%s: no %s. Run testkit/debian/fetch mysql."
                        .formatted(MySqlServer.HOME_VARIABLE, program, program.relativize(daemon(program))));
            }
            return Optional.of(program);
        }
        Path unpacked = Binaries.directory().resolveSibling("mysql");
        return Optional.of(unpacked).filter(program -> Files.isRegularFile(daemon(program)));
    }

    private static Path daemon(Path program) {
        return program.resolve("usr/sbin/mysqld");
    }

    /** On the data in {@code home}, made first if there are none. */
    static Instance prepare(Path program, Path home, int port, List<String> flags) throws IOException {
        Path data = home.resolve("data");
        Files.createDirectories(home);
        if (!Files.isDirectory(data)) {
            initialize(program, home, data);
        }
        List<String> command = command(program, data);
        command.addAll(List.of(
                "--init-file=" + SqlUser.write(home.resolve("users.sql")),
                "--socket=" + home.resolve("mysql.sock"),
                "--pid-file=" + home.resolve("mysqld-own.pid"),
                "--bind-address=" + ProcessHost.ADDRESS,
                "--port=" + port));
        command.addAll(flags);
        return new ChildProcess(ChildProcess.Spec.of("mysql", home, command));
    }

    /** Made beside and moved, so that an attempt that was interrupted is not taken for data. */
    private static void initialize(Path program, Path home, Path data) throws IOException {
        Path fresh = home.resolve("data.new");
        Archives.delete(fresh);
        List<String> command = command(program, fresh);
        command.add("--initialize-insecure");
        new ChildProcess(ChildProcess.Spec.of("mysql-initialize", home, command)).run();
        Files.move(fresh, data);
    }

    /** Run by the loader that came with it: it may be newer than this machine's C library. */
    private static List<String> command(Path program, Path data) {
        Path libraries = program.resolve(LIBRARIES);
        List<String> command = new ArrayList<>(List.of(
                libraries.resolve("ld-linux-x86-64.so.2").toString(),
                "--library-path",
                libraries.toString(),
                daemon(program).toString(),
                "--no-defaults",
                "--secure-file-priv=",
                "--lc-messages-dir=" + program.resolve("usr/share/mysql"),
                "--character-sets-dir=" + program.resolve("usr/share/mysql/charsets"),
                "--plugin-dir=" + program.resolve("usr/lib/mysql/plugin"),
                "--datadir=" + data));
        if (Unprivileged.isRoot()) {
            command.add("--user=root");
        }
        return command;
    }
}
