// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint.setup;

/** What a plugin says against a setting; against all of them where {@code key} is empty. */
public record Refusal(String key, String text) {}
