// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

/** Types of columns as the catalog describes them. */
final class TestTypes {
    private TestTypes() {}

    static PgType type(String name) {
        return type(name, name);
    }

    static PgType type(String name, String display) {
        return new PgType(1, name, display, -1, name.equals("enum"), null);
    }

    static PgType array(PgType element) {
        return new PgType(2, "_" + element.name(), element.display() + "[]", -1, false, element);
    }
}
