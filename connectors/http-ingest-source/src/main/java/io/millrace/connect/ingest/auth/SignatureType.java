// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.auth;

import io.millrace.records.ConfigChecks;
import java.util.Set;

/** The ways to sign of {@code http.signature.type}, each with the settings that it uses. */
@SuppressWarnings("ImmutableEnumChecker") // the sets are unmodifiable
enum SignatureType implements ConfigChecks.Dashed {
    NONE(Set.of()),
    GITHUB(Set.of(IngestAuthOptions.SECRETS)),
    STRIPE(Set.of(IngestAuthOptions.SECRETS, IngestAuthOptions.TOLERANCE_MS)),
    STANDARD_WEBHOOKS(Set.of(IngestAuthOptions.SECRETS, IngestAuthOptions.TOLERANCE_MS)),
    SLACK(Set.of(IngestAuthOptions.SECRETS, IngestAuthOptions.TOLERANCE_MS)),
    SHOPIFY(Set.of(IngestAuthOptions.SECRETS)),
    TEMPLATE(Set.of(
            IngestAuthOptions.SECRETS,
            IngestAuthOptions.TOLERANCE_MS,
            IngestAuthOptions.SIGNATURE_HEADER,
            IngestAuthOptions.TEMPLATE,
            IngestAuthOptions.ALGORITHM,
            IngestAuthOptions.ENCODING,
            IngestAuthOptions.PREFIX,
            IngestAuthOptions.TIMESTAMP_HEADER,
            IngestAuthOptions.TIMESTAMP_FORMAT));

    private final Set<String> keys;

    SignatureType(Set<String> keys) {
        this.keys = keys;
    }

    boolean uses(String key) {
        return keys.contains(key);
    }
}
