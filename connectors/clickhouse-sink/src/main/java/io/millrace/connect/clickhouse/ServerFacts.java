// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

/**
 * What the types of columns, and the values that they hold, depend on.
 *
 * @param year the first part of the version: 26 of 26.7
 * @param month the second
 * @param zone of times without one
 */
record ServerFacts(int year, int month, String zone) {
    static ServerFacts of(String version, String zone) {
        String[] parts = version.split("\\.", -1);
        return new ServerFacts(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), zone);
    }

    boolean isOlderThan(int otherYear, int otherMonth) {
        return year < otherYear || (year == otherYear && month < otherMonth);
    }

    Years years() {
        return isOlderThan(26, 7) ? Years.FROM_1900_TO_2299 : Years.FROM_0_TO_9999;
    }

    TypeOptions.Zones zones() {
        return zone.equals("UTC") || zone.equals("Etc/UTC")
                ? TypeOptions.Zones.SERVER_IN_UTC
                : TypeOptions.Zones.SERVER_ELSEWHERE;
    }
}
