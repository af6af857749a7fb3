// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.grafana;

/** A column of a table: its name in the answer, its heading, its unit, and how many digits follow the point. */
record Column(String name, String heading, Unit unit, int decimals, Thresholds thresholds) {
    private static final int AS_NEEDED = -1;

    static Column of(String name, String heading, Unit unit) {
        return new Column(name, heading, unit, AS_NEEDED, Thresholds.none());
    }

    static Column of(String name, String heading) {
        return of(name, heading, Unit.TEXT);
    }

    /** The value of a query, by the query's letter. */
    static Column value(char query, String heading, Unit unit) {
        return of("Value #" + query, heading, unit);
    }

    /** An amount of money, as it is: never rounded to thousands. */
    static Column money(String name, String heading) {
        return of(name, heading, Unit.EXACT).decimals(2);
    }

    Column decimals(int digits) {
        return new Column(name, heading, unit, digits, thresholds);
    }

    Column coloredBy(Thresholds by) {
        return new Column(name, heading, unit, decimals, by);
    }

    boolean hasDecimals() {
        return decimals != AS_NEEDED;
    }
}
