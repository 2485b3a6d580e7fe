terraform {
  required_version = ">= 1.5"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7.0"
    }
  }
}

# No default_tags: CloudFormation puts the tags of a stack on everything in it, and another tag changes everything.
provider "aws" {
  region              = "eu-central-1"
  allowed_account_ids = ["123456789012"]
}
