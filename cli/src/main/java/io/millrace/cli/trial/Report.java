// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.trial;

/** Tells what became of records, one after the other. */
interface Report {
    void accept(Trace trace);

    /** After the last one. */
    void end();
}
