// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.metabase;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What one run is to do.
 *
 * @param databasePassword of the database's user; needed only where Metabase does not have the database yet
 * @param folder holds the collections
 * @param start how long Metabase may take to answer
 * @param sync how long Metabase may take to find the tables
 */
record Settings(
        URI url,
        Login login,
        DatabaseUrl database,
        List<Secret> databasePassword,
        Path folder,
        MissingTables missing,
        Duration start,
        Duration sync) {
    /** What becomes of questions whose tables are not there. */
    enum MissingTables {
        /** The run fails before it makes anything of the collections. */
        FAIL,
        /** They are left out, and so are their places on dashboards. */
        SKIP
    }

    Settings {
        databasePassword = List.copyOf(databasePassword);
    }

    /** What must not be shown. */
    List<Secret> secrets() {
        return Stream.concat(Stream.of(login.secret()), databasePassword.stream())
                .toList();
    }
}
