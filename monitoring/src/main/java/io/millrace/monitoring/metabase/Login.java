// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.metabase;

/** Who Metabase is asked to let in. */
sealed interface Login {
    /** An administrator's; a Metabase that nobody has set up yet gets this one. */
    record Password(String email, Secret password) implements Login {}

    /** A key of the group Administrators. */
    record ApiKey(Secret key) implements Login {}

    /** What must not be shown. */
    default Secret secret() {
        if (this instanceof Password byPassword) {
            return byPassword.password();
        }
        return ((ApiKey) this).key();
    }
}
