// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.rest;

/** Who reads the output. */
public enum OutputForm {
    /** A person. */
    TABLE,
    /** A program. */
    JSON
}
