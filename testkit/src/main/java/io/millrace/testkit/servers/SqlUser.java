// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The user that the testkit's databases have, as a file that MariaDB or MySQL runs at each start. */
final class SqlUser {
    private SqlUser() {}

    static Path write(Path file) throws IOException {
        String user = "'%s'@'127.0.0.1'".formatted(ProcessDatabase.USER);
        // One statement a line: that is what --init-file takes.
        Files.writeString(
                file,
                "CREATE USER IF NOT EXISTS %s IDENTIFIED BY '%s';%nGRANT ALL ON *.* TO %s WITH GRANT OPTION;%n"
                        .formatted(user, ProcessDatabase.PASSWORD, user));
        return file;
    }
}
