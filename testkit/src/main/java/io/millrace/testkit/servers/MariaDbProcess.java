// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** MariaDB as a child process, on the data in its folder, made first if there are none. */
final class MariaDbProcess {
    private MariaDbProcess() {}

    static Instance prepare(Path home, int port, List<String> flags) throws IOException {
        Files.createDirectories(home);
        Path data = home.resolve("data");
        if (!Files.isDirectory(data)) {
            initialize(home, data);
        }
        List<String> command = command("bin/mariadbd", data);
        command.addAll(List.of(
                "--socket=" + home.resolve("mariadb.sock"),
                "--pid-file=" + home.resolve("mariadbd-own.pid"),
                "--init-file=" + SqlUser.write(home.resolve("users.sql")),
                "--bind-address=" + ProcessHost.ADDRESS,
                "--port=" + port));
        command.addAll(flags);
        return new ChildProcess(ChildProcess.Spec.of("mariadb", home, command));
    }

    /** Made beside and moved, so that an attempt that was interrupted is not taken for data. */
    private static void initialize(Path home, Path data) throws IOException {
        Path fresh = home.resolve("data.new");
        Archives.delete(fresh);
        Files.createDirectories(fresh);
        List<String> command = command("scripts/mariadb-install-db", fresh);
        command.add("--skip-test-db");
        new ChildProcess(ChildProcess.Spec.of("mariadb-install-db", home, command)).run();
        Files.move(fresh, data);
    }

    private static List<String> command(String program, Path data) {
        Path base = Binaries.mariaDb();
        List<String> command = new ArrayList<>(
                List.of(base.resolve(program).toString(), "--no-defaults", "--basedir=" + base, "--datadir=" + data));
        if (Unprivileged.isRoot()) {
            command.add("--user=root");
        }
        return command;
    }
}
