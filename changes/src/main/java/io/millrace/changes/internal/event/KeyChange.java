// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.event;

import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * The headers by which Debezium ties together the delete and the create that it makes of an update that changes the key.
 */
public final class KeyChange {
    private static final String NEW_KEY_HEADER = "__debezium.newkey";

    private KeyChange() {}

    public static boolean isPart(ConnectRecord<?> record) {
        return record.headers().lastWithName(Position.OLD_KEY_HEADER) != null
                || record.headers().lastWithName(NEW_KEY_HEADER) != null;
    }

    /** The key before the change, as text, on the create of the new key; else null. */
    public static @Nullable String oldKey(ConnectRecord<?> record) {
        return text(record.headers().lastWithName(Position.OLD_KEY_HEADER));
    }

    /** The key after the change, as text, on the delete of the old key; else null. */
    public static @Nullable String newKey(ConnectRecord<?> record) {
        return text(record.headers().lastWithName(NEW_KEY_HEADER));
    }

    /** A struct in a connector; in a sink, what its header converter made of it. */
    private static @Nullable String text(@Nullable Header header) {
        Object value = header == null ? null : header.value();
        return value == null ? null : JsonText.of(value);
    }
}
