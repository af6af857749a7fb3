// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.registry;

import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** A header that stays as it is; null for none. */
record FixedCredentials(@Nullable Password header, String remedy) implements Credentials {
    static final FixedCredentials NONE =
            new FixedCredentials(null, "Set '" + CredentialOptions.BASIC_AUTH_USER_INFO + "' to a user that it knows");

    @Override
    public @Nullable String authorization() {
        return header == null ? null : header.value();
    }
}
