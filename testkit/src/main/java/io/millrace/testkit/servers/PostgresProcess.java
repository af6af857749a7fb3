// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** PostgreSQL as a child process, on the data in its folder, made first if there are none. */
final class PostgresProcess {
    private PostgresProcess() {}

    static Instance prepare(Path home, int port, List<String> settings) throws IOException {
        Path data = home.resolve("data");
        Unprivileged user = Unprivileged.here();
        if (!Files.isDirectory(data)) {
            initialize(home, data, user);
        }
        List<String> command = user.command(program("postgres"));
        command.addAll(List.of("-D", data.toString()));
        List<String> place =
                List.of("listen_addresses=" + ProcessHost.ADDRESS, "port=" + port, "unix_socket_directories=");
        place.forEach(setting -> command.addAll(List.of("-c", setting)));
        settings.forEach(setting -> command.addAll(List.of("-c", setting)));
        // SIGTERM would wait for every client to leave.
        return new ChildProcess(ChildProcess.Spec.of("postgres", home, command).stoppedBy(ChildProcess.StopSignal.INT));
    }

    /** Made beside and moved, so that an attempt that was interrupted is not taken for data. */
    private static void initialize(Path home, Path data, Unprivileged user) throws IOException {
        Path fresh = home.resolve("data.new");
        Path secret = home.resolve("password");
        Archives.delete(fresh);
        Files.createDirectories(fresh);
        Files.writeString(secret, SingleDatabase.PASSWORD + "\n");
        user.own(fresh);
        List<String> command = user.command(program("initdb"));
        command.addAll(List.of("-D", fresh.toString(), "-U", SingleDatabase.USER, "--pwfile=" + secret));
        command.addAll(PostgresServer.INITDB);
        new ChildProcess(ChildProcess.Spec.of("initdb", home, command)).run();
        Files.delete(secret);
        Files.move(fresh, data);
    }

    private static Path program(String name) {
        return Binaries.postgres().resolve("bin").resolve(name);
    }
}
