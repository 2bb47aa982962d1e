package dev.hashring.node;

import dev.hashring.web.Problems;

import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * What the exceptions of a node mean to those who call it.
 */
@RestControllerAdvice
class NodeProblems extends Problems {

}
