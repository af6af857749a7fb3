// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import org.apache.iceberg.MetadataColumns;

/** Names that columns of Iceberg tables cannot have, since readers have columns of their own under them. */
final class Reserved {
    private static final String PREFIX = "_record";

    private Reserved() {}

    /** The column for a field: {@code _deleted} is {@code _record_deleted}, any other that is free its own name. */
    static String column(String field) {
        return MetadataColumns.isMetadataColumn(field) ? PREFIX + field : field;
    }
}
