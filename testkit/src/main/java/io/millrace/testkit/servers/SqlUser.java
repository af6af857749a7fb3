// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The user that the testkit's databases have, as SQL that MariaDB and MySQL run. */
final class SqlUser {
    private SqlUser() {}

    /** For a server that this machine reaches from itself. */
    static Path write(Path file) throws IOException {
        Files.writeString(file, statements(ProcessHost.ADDRESS));
        return file;
    }

    /** One statement a line: that is what {@code --init-file} takes. */
    static String statements(String client) {
        String user = "'%s'@'%s'".formatted(SingleDatabase.USER, client);
        return "CREATE USER IF NOT EXISTS %s IDENTIFIED BY '%s';%nGRANT ALL ON *.* TO %s WITH GRANT OPTION;%n"
                .formatted(user, SingleDatabase.PASSWORD, user);
    }
}
