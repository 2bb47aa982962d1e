package dev.hashring;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * The borders between packages.
 */
class ArchitectureTests {

	private static final JavaClasses PROJECT = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("dev.hashring");

	@Test
	void theRingKnowsNothingButJava() {
		classes().that()
			.resideInAPackage("dev.hashring.ring")
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage("java..", "org.jspecify..", "dev.hashring.ring")
			.check(PROJECT);
	}

	@Test
	void hashFunctionsAndProtocolKnowNoFramework() {
		noClasses().that()
			.resideInAnyPackage("dev.hashring.hash", "dev.hashring.protocol")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework..", "jakarta..", "org.apache..")
			.check(PROJECT);
	}

	@Test
	void placementsKnowNothingButJavaAndThisProject() {
		classes().that()
			.resideInAPackage("dev.hashring.placement")
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage("java..", "org.jspecify..", "dev.hashring..")
			.check(PROJECT);
	}

	@Test
	void onlyThePackageOfHashFunctionsKnowsAHashingLibrary() {
		noClasses().that()
			.resideOutsideOfPackage("dev.hashring.hash")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("com.dynatrace..", "com.google..")
			.check(PROJECT);
	}

	@Test
	void routerAndNodeDoNotKnowEachOther() {
		noClasses().that()
			.resideInAPackage("dev.hashring.router..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("dev.hashring.node..")
			.check(PROJECT);
		noClasses().that()
			.resideInAPackage("dev.hashring.node..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("dev.hashring.router..")
			.check(PROJECT);
	}

	@Test
	void theStateOfTheRingKnowsNeitherSpringNorHttp() {
		noClasses().that()
			.resideInAPackage("dev.hashring.router.ring")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework..", "jakarta..", "org.apache..", "dev.hashring.web..")
			.check(PROJECT);
	}

	@Test
	void inTheRouterArrowsGoDownwards() {
		layeredArchitecture().consideringOnlyDependenciesInLayers()
			.layer("page")
			.definedBy("dev.hashring.router.page..")
			.layer("api")
			.definedBy("dev.hashring.router.api..")
			.layer("kv")
			.definedBy("dev.hashring.router.kv")
			.layer("replication")
			.definedBy("dev.hashring.router.kv.replication..")
			.layer("routing")
			.definedBy("dev.hashring.router.routing..")
			.layer("health")
			.definedBy("dev.hashring.router.health..")
			.layer("peers")
			.definedBy("dev.hashring.router.peers..")
			.layer("log")
			.definedBy("dev.hashring.router.log..")
			.layer("ring")
			.definedBy("dev.hashring.router.ring..")
			.layer("access")
			.definedBy("dev.hashring.router.access..")
			.layer("nodes")
			.definedBy("dev.hashring.router.nodes..")
			.whereLayer("page")
			.mayNotBeAccessedByAnyLayer()
			.whereLayer("api")
			.mayNotBeAccessedByAnyLayer()
			.whereLayer("kv")
			.mayOnlyBeAccessedByLayers("api")
			.whereLayer("replication")
			.mayOnlyBeAccessedByLayers("api", "kv")
			.whereLayer("routing")
			.mayOnlyBeAccessedByLayers("api")
			.whereLayer("health")
			.mayOnlyBeAccessedByLayers("api", "replication", "routing")
			.whereLayer("peers")
			.mayOnlyBeAccessedByLayers("api", "kv", "health")
			.whereLayer("log")
			.mayOnlyBeAccessedByLayers("api", "kv", "replication", "routing", "health", "peers")
			.whereLayer("ring")
			.mayOnlyBeAccessedByLayers("api", "kv", "replication", "routing", "health", "peers", "log")
			.whereLayer("access")
			.mayOnlyBeAccessedByLayers("api", "kv", "replication", "peers")
			.whereLayer("nodes")
			.mayOnlyBeAccessedByLayers("kv", "replication", "routing", "health", "ring")
			.check(PROJECT);
	}

	@Test
	void inTheNodeArrowsGoDownwards() {
		layeredArchitecture().consideringOnlyDependenciesInLayers()
			.layer("web")
			.definedBy("dev.hashring.node.web")
			.layer("store")
			.definedBy("dev.hashring.node.store")
			.layer("sqlite")
			.definedBy("dev.hashring.node.sqlite")
			.layer("entry")
			.definedBy("dev.hashring.node.entry")
			.layer("membership")
			.definedBy("dev.hashring.node.membership")
			.layer("access")
			.definedBy("dev.hashring.node.access")
			.layer("node")
			.definedBy("dev.hashring.node")
			.whereLayer("web")
			.mayNotBeAccessedByAnyLayer()
			.whereLayer("membership")
			.mayNotBeAccessedByAnyLayer()
			.whereLayer("store")
			.mayOnlyBeAccessedByLayers("web")
			.whereLayer("sqlite")
			.mayOnlyBeAccessedByLayers("web", "store")
			.whereLayer("entry")
			.mayOnlyBeAccessedByLayers("web", "store", "sqlite")
			.whereLayer("access")
			.mayOnlyBeAccessedByLayers("membership")
			.whereLayer("node")
			.mayNotAccessAnyLayer()
			.check(PROJECT);
	}

	@Test
	void whatTheNodeKeepsKnowsNoHttp() {
		noClasses().that()
			.resideInAnyPackage("dev.hashring.node.store", "dev.hashring.node.sqlite", "dev.hashring.node.entry")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.http..", "org.springframework.web..", "jakarta..")
			.check(PROJECT);
	}

	@Test
	void packagesHaveNoCycles() {
		slices().matching("dev.hashring.(**)").should().beFreeOfCycles().check(PROJECT);
	}

}
